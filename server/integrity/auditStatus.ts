import { isLive } from '#contract/words.ts'
import type { AuditedRun } from '#server/store/audits/AuditedRun.ts'
import type { Find } from '#server/store/audits/FindingGroups.ts'
import { namesOf } from './namesOf.ts'

const ENDED = new Set(['completed', 'failed', 'skipped'])

/** Finds contradictions between the status of a run and those of its nodes. */
export function auditStatus({ run: { status }, nodes, edges, events }: AuditedRun, find: Find): void {
  if (nodes.length === 0) return
  const those = (found: readonly { readonly node_id: string; readonly status: string }[], saying: string) =>
    found.length === 0
      ? undefined
      : `The run says that it is ${status}, but ${saying}: ${namesOf(found.map((node) => `${node.node_id} (${node.status})`))}.`

  const detail = contradiction()
  if (detail !== undefined) find({ kind: 'status_contradiction', table: 'workflow_runs', detail })

  function contradiction(): string | undefined {
    if (status === 'completed') {
      const unended = nodes.filter((node) => isLive(node.status) || WAITING.has(node.status))
      const leading = new Set(edges.map(({ from_node_id }) => from_node_id))
      // A failure that the work continued after was handled; one at an end of the graph was not.
      const failedEnds = nodes.filter((node) => node.status === 'failed' && !leading.has(node.node_id))
      return those(unended, 'some of its nodes have not ended') ?? those(failedEnds, 'it ends in failed nodes')
    }
    if (status === 'failed') {
      const hasFailure =
        nodes.some((node) => node.status !== 'completed' && node.status !== 'skipped') ||
        events.some((event) => event.is_error)
      return hasFailure
        ? undefined
        : 'The run says that it failed, but every node of it is completed and no event is an error.'
    }
    if (isLive(status))
      return those(
        nodes.filter((node) => node.node_type === 'terminator' && ENDED.has(node.status)),
        'its last node has ended',
      )
    return undefined
  }
}

const WAITING = new Set(['pending', 'paused', 'waiting_approval'])
