import type { NodeId } from '#contract/ids.ts'
import type { AuditedRun } from './AuditedRun.ts'
import { countByNode } from './countByNode.ts'

/** How many rows a run has under one of its node ids. */
export type NodeRows = {
  readonly node_id: NodeId
  readonly events: number
  readonly files: number
  readonly messages: number
}

/** For every node of the run, including nodes without rows. */
export function nodeRowsOf({
  nodes,
  events,
  filesOfNode,
  messagesOfNode,
}: Pick<AuditedRun, 'nodes' | 'events' | 'filesOfNode' | 'messagesOfNode'>): readonly NodeRows[] {
  const eventsOfNode = countByNode(events)
  return nodes.map(({ node_id }) => ({
    node_id,
    events: eventsOfNode.get(node_id) ?? 0,
    files: filesOfNode.get(node_id) ?? 0,
    messages: messagesOfNode.get(node_id) ?? 0,
  }))
}
