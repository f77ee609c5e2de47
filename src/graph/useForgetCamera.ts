import { useNavigation, useNavigationStore } from '#src/navigation/useNavigation.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'

/** Drops the view of a shared link from the address, because the reader has moved on. */
export function useForgetCamera(): () => void {
  const navigation = useNavigationStore()
  const setViewState = useNavigation((state) => state.setViewState)
  return () => {
    const { graph } = viewStateOf(navigation.getState().selection)
    if (graph.camera) setViewState({ graph: { ...graph, camera: undefined } })
  }
}
