import type { NodeRef, RunId } from '#contract/ids.ts'
import { readingOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import type { GraphActions } from './GraphActions.ts'
import type { GraphViewStore } from './graphViewStore.ts'
import type { LabelOf } from './model/labelsOf.ts'

/** The actions of one run's graph. Use under the run's key: they are created once. */
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
      const { read, selection } = navigation.getState()
      read({ graph: { ...readingOf(selection).graph, members } })
    },
    labelOf: (node_id) => latest.current.labelOf(node_id),
    readMessages: (from, to) => {
      const { read, selection } = navigation.getState()
      const { as } = readingOf(selection).messages
      read({ messages: { as, between: { from, to }, message_id: undefined } }, 'push', 'messages')
    },
  }))
  return actions
}
