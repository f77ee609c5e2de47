import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'

/** Drops the view of a shared link from the address, because the reader has moved on. */
export function useForgetCamera(): () => void {
  const navigation = useNavigationStore()
  return () => {
    const { selection, setViewState } = navigation.getState()
    const { graph } = viewStateOf(selection)
    if (graph.camera) setViewState({ graph: { ...graph, camera: undefined } })
  }
}
