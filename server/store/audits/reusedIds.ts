import type { NodeId, RunId } from '#contract/ids.ts'
import { REUSED_IDS_MAX, type IntegrityReport, type NodeReuse, type ReusedId } from '#contract/integrity.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import type { NodeRows } from './nodeRowsOf.ts'

/** What one run has under a node id. */
export type NodeUse = Omit<NodeRows, 'node_id'> & { readonly run_id: RunId }

/** A node id with all the runs that use it. */
type UsedId = { readonly node_id: NodeId; readonly uses: readonly NodeUse[] }

/** Node ids that more than one run uses, those with the most events first. `uses` lists the runs of each id. */
export function reusedIds(uses: ReadonlyMap<NodeId, readonly NodeUse[]>): IntegrityReport['reused_ids'] {
  const reused = [...uses]
    .filter(([, runs]) => runs.length > 1)
    .map(([node_id, runs]) => reusedId({ node_id, uses: runs }))
  reused.sort((a, b) => b.events - a.events || b.runs - a.runs || compareCodePoints(a.node_id, b.node_id))
  return { total: reused.length, items: reused.slice(0, REUSED_IDS_MAX) }
}

function reusedId({ node_id, uses: runs }: UsedId): ReusedId {
  const ordered = runs.toSorted((a, b) => a.events - b.events || compareCodePoints(a.run_id, b.run_id))
  const [least] = ordered
  // With an even number of runs, the lower of the middle two, so that it is the count of an existing run.
  const middle = ordered[Math.ceil(ordered.length / 2) - 1]
  const most = ordered.at(-1)
  if (least === undefined || middle === undefined || most === undefined) throw new Error('a node id is used by no run')
  const sum = (field: 'events' | 'files' | 'messages') => runs.reduce((total, use) => total + use[field], 0)
  return {
    node_id,
    runs: runs.length,
    events: sum('events'),
    files: sum('files'),
    messages: sum('messages'),
    events_per_run: { minimum: least.events, median: middle.events, maximum: most.events },
    // The first run with the median number of events, so that every store names the same one.
    typical_run_id: ordered.find((use) => use.events === middle.events)?.run_id ?? middle.run_id,
  }
}

/** Compares what the node id alone returns with what one run has under it: the given run, else a typical one. */
export function reuseOf({ node_id, uses }: UsedId, run_id?: RunId): NodeReuse | undefined {
  if (uses.length === 0) return undefined
  const { runs, events, files, messages, typical_run_id } = reusedId({ node_id, uses })
  const own = uses.find((use) => use.run_id === (run_id ?? typical_run_id))
  if (!own) return undefined
  const { run_id: owner, ...in_this_run } = own
  return { run_id: owner, node_id, by_id_alone: { runs, events, files, messages }, in_this_run }
}

/** Matches a node id that is a UUID, in either case. JavaScript and SQL interpret this pattern alike. */
export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const UUID = new RegExp(UUID_PATTERN, 'i')

/** Counts distinct node ids by kind: UUIDs are unique by nature, while names repeat in every run that uses them. */
export function countNodeIds(ids: Iterable<string>): IntegrityReport['node_ids'] {
  let total = 0
  let uuid = 0
  for (const id of ids) {
    total += 1
    if (UUID.test(id)) uuid += 1
  }
  return { total, uuid, name: total - uuid }
}
