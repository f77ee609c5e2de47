import type { NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { readingOf } from '#src/navigation/navigationStore.ts'
import { useNavigationStore } from '#src/navigation/useNavigation.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import type { GraphActions } from './GraphActions.ts'
import type { GraphViewStore } from './graphViewStore.ts'

/** The actions of one run's graph. To be used under the run's key: they are made once. */
export function useMadeGraphActions(
  run_id: RunId,
  nodes: readonly EnrichedNode[],
  view: GraphViewStore,
  onOpen: (ref: NodeRef) => void,
): GraphActions {
  const navigation = useNavigationStore()
  const latest = useRef({ onOpen, labelOf: labelsOf(nodes) })
  useLayoutEffect(() => {
    latest.current = { onOpen, labelOf: labelsOf(nodes) }
  }, [onOpen, nodes])
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

/** Names are looked up only once one is asked for: few lines have messages, and nodes change with every tick of a live run. */
function labelsOf(nodes: readonly EnrichedNode[]): GraphActions['labelOf'] {
  let labels: ReadonlyMap<string, string> | undefined
  return (node_id) => {
    labels ??= new Map(nodes.map((node) => [node.node_id, nodeLabel(node)]))
    return labels.get(node_id) ?? visibleText(node_id)
  }
}
