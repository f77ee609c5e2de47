import type { NodeRef } from '#contract/ids.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import type { GraphActions } from './GraphActions.ts'
import type { GraphViewStore } from './graphViewStore.ts'
import type { LabelOf } from './model/labelsOf.ts'

/** The actions of one run's graph. Use under the run's key: they are created once. */
export function useMadeGraphActions(
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
    open: (node) => {
      view.setState({ clicked: node.node_id })
      latest.current.onOpen(node)
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
