import type { NodeRef, RunId } from '#contract/ids.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import type { GraphActions } from './GraphActions.ts'
import type { GraphViewStore } from './graphViewStore.ts'
import type { LabelOf } from './model/labelsOf.ts'

/** The actions of one run's graph. To be used under the run's key: they are made once. */
export function useMadeGraphActions(
  run_id: RunId,
  labelOf: LabelOf,
  view: GraphViewStore,
  onOpen: (ref: NodeRef) => void,
): GraphActions {
  const navigation = useNavigationStore()
  const latest = useRef({ onOpen, labelOf })
  useLayoutEffect(() => {
    latest.current = { onOpen, labelOf }
  }, [onOpen, labelOf])
  const [actions] = useState((): GraphActions => ({
    open: (node_id) => {
      view.setState({ clicked: node_id })
      latest.current.onOpen({ run_id, node_id })
    },
    openMembers: (members) => {
      const { setViewState, selection } = navigation.getState()
      setViewState({ graph: { ...viewStateOf(selection).graph, members } })
    },
    labelOf: (node_id) => latest.current.labelOf(node_id),
    readMessages: (from, to) => {
      const { setViewState, selection } = navigation.getState()
      const { as } = viewStateOf(selection).messages
      setViewState({ messages: { as, between: { from, to }, message_id: undefined } }, 'push', 'messages')
    },
  }))
  return actions
}
