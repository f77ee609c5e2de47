import type { NodeId, RunId } from '#contract/ids.ts'
import { isValueTooDeep, JSON_DEPTH_MAX } from '#contract/json.ts'
import { atOnce, type Steps } from '#server/lib/Pace.ts'
import { JsonTooDeepError, ScopeBreachError } from '../ports/errors.ts'
import type { RunBatch, RunBundle } from '../ports/writer.ts'
import { type Breach, breachesOf, nodesNamedIn, type PlacedRow, rowsIn, unknownNodesOf } from './breaches.ts'

/**
 * Refuses a bundle that has a row of another run or names a node that it does not have (`ScopeBreachError`), or whose
 * payloads nest deeper than a database supports (`JsonTooDeepError`). Database constraints enforce the first two as
 * well; this check reports the offending row before anything is written.
 */
export const checkBundle = (bundle: RunBundle): void => atOnce(bundleChecks(bundle))

export function* bundleChecks(bundle: RunBundle): Steps<void> {
  const { run_id } = bundle.run
  const nodes = new Set<NodeId>(bundle.nodes.map((node) => node.node_id))
  for (const row of rowsIn(bundle)) {
    refuse(run_id, breachesOf(row, run_id))
    refuse(run_id, unknownNodesOf(row, nodes), 'is not among the nodes given')
    yield
  }
}

/**
 * The same for a batch, except that it does not check the nodes that rows name: only the store knows which nodes are
 * stored. `prepareSessions` checks the sessions.
 */
export function* batchChecks({ sessions: _sessions, ...rows }: RunBatch): Steps<void> {
  for (const row of rowsIn(rows)) {
    refuse(rows.run_id, breachesOf(row, rows.run_id))
    yield
  }
}

/** Nodes that rows of the batch name and that are not in the batch. They must be stored. */
export function nodesNamedOutside(batch: RunBatch): ReadonlySet<NodeId> {
  const outside = new Set(nodesNamedIn(batch))
  for (const { node_id } of batch.nodes) outside.delete(node_id)
  return outside
}

/** Throws a `ScopeBreachError` for the first row that names one of these missing nodes. */
export function refuseNodes(batch: RunBatch, missing: ReadonlySet<NodeId>): void {
  if (missing.size === 0) return
  const known = new Set([...nodesNamedIn(batch)].filter((node_id) => !missing.has(node_id)))
  for (const row of rowsIn(batch)) refuse(batch.run_id, unknownNodesOf(row, known), 'is neither given nor stored')
}

/** Throws the error of the first breach, if there is one. */
function refuse(run_id: RunId, [breach]: readonly Breach[], whyUnknown = ''): void {
  if (breach === undefined) return
  const name = nameOf(breach.row)
  switch (breach.kind) {
    case 'too_deep':
      throw tooDeep(name)
    case 'foreign_run':
      throw new ScopeBreachError(`${name} belongs to run ${breach.row.run_id}, not to run ${run_id}`)
    case 'unknown_node':
      throw new ScopeBreachError(`${name} names node ${quote(breach.node_id)}, which ${whyUnknown} for run ${run_id}`)
  }
}

export function checkDepth(owner: string, payload: unknown): void {
  if (isValueTooDeep(payload)) throw tooDeep(owner)
}

const tooDeep = (owner: string) => new JsonTooDeepError(`${owner} nests JSON deeper than ${JSON_DEPTH_MAX} levels`)

/** Such as `event "e1" (events[2])`. */
const nameOf = ({ list, key, index }: PlacedRow): string =>
  index === undefined ? `${list} ${quote(key)}` : `${list.slice(0, -1)} ${quote(key)} (${list}[${index}])`

const quote = (id: string): string => JSON.stringify(id)
