import type { NodeId, RunId } from '#contract/ids.ts'
import { isValueTooDeep, JSON_DEPTH_MAX } from '#contract/json.ts'
import { atOnce, type Steps } from '#server/lib/Pace.ts'
import { JsonTooDeepError, ScopeBreachError } from '../ports/errors.ts'
import type { RunBatch, RunBundle } from '../ports/writer.ts'

/**
 * Refuses a bundle that has a row of another run or names a node that it does not have (`ScopeBreachError`), or whose
 * payloads nest deeper than a database supports (`JsonTooDeepError`). Database constraints enforce the first two as
 * well; this check reports the offending row before anything is written.
 */
export const checkBundle = (bundle: RunBundle): void => atOnce(bundleChecks(bundle))

export function* bundleChecks(bundle: RunBundle): Steps<void> {
  const { run_id } = bundle.run
  const nodes = new Set<string>(bundle.nodes.map((node) => node.node_id))
  checkRow(run_id, runRow(bundle.run))
  for (const given of rowsIn(bundle)) {
    checkRow(run_id, given)
    for (const node_id of given.named)
      if (node_id !== null && !nodes.has(node_id))
        throw new ScopeBreachError(
          `${nameOf(given)} names node ${quote(node_id)}, which is not among the nodes given for run ${run_id}`,
        )
    yield
  }
}

/**
 * The same for a batch, except that it does not check the nodes that rows name: only the store knows which nodes are
 * stored.
 */
export function* batchChecks(batch: RunBatch): Steps<void> {
  if (batch.run) checkRow(batch.run_id, runRow(batch.run))
  for (const given of rowsIn(batch)) {
    checkRow(batch.run_id, given)
    yield
  }
}

/** Nodes that rows of the batch name and that are not in the batch. They must be stored. */
export function nodesNamedOutside(batch: RunBatch): ReadonlySet<NodeId> {
  const outside = new Set<NodeId>()
  for (const { named } of rowsIn(batch)) for (const node_id of named) if (node_id !== null) outside.add(node_id)
  for (const { node_id } of batch.nodes) outside.delete(node_id)
  return outside
}

/** Throws a `ScopeBreachError` for the first row that names one of these missing nodes. */
export function refuseNodes(batch: RunBatch, missing: ReadonlySet<NodeId>): void {
  for (const given of rowsIn(batch))
    for (const node_id of given.named)
      if (node_id !== null && missing.has(node_id))
        throw new ScopeBreachError(
          `${nameOf(given)} names node ${quote(node_id)}, which is neither given nor stored for run ${batch.run_id}`,
        )
}

/** A row and its position in the input. */
type GivenRow = {
  readonly kind: 'run' | 'node' | 'edge' | 'event' | 'file' | 'message'
  readonly id: string
  /** Index among the rows of its kind. */
  readonly index: number | undefined
  readonly run_id: RunId
  readonly named: readonly (NodeId | null)[]
  readonly payloads: readonly unknown[]
}

const runRow = ({ run_id, meta }: RunBundle['run']): GivenRow => ({
  kind: 'run',
  id: run_id,
  index: undefined,
  run_id,
  named: [],
  payloads: [meta],
})

function* rowsIn({
  nodes,
  edges,
  events,
  files,
  messages,
}: Pick<RunBatch, 'nodes' | 'edges' | 'events' | 'files' | 'messages'>): Generator<GivenRow> {
  for (const [index, { run_id, node_id, meta }] of nodes.entries())
    yield { kind: 'node', id: node_id, index, run_id, named: [], payloads: [meta] }
  for (const [index, { run_id, from_node_id, to_node_id }] of edges.entries()) {
    const id = `${from_node_id} → ${to_node_id}`
    yield { kind: 'edge', id, index, run_id, named: [from_node_id, to_node_id], payloads: [] }
  }
  for (const [index, { run_id, event_id, node_id, inputs, outputs, meta }] of events.entries()) {
    const payloads = [inputs, outputs, meta]
    yield { kind: 'event', id: event_id, index, run_id, named: [node_id], payloads }
  }
  for (const [index, { run_id, file_id, node_id, meta }] of files.entries())
    yield { kind: 'file', id: file_id, index, run_id, named: [node_id], payloads: [meta] }
  for (const [index, { run_id, message_id, node_id, meta }] of messages.entries())
    yield { kind: 'message', id: message_id, index, run_id, named: [node_id], payloads: [meta] }
}

function checkRow(run_id: RunId, given: GivenRow): void {
  if (given.run_id !== run_id)
    throw new ScopeBreachError(`${nameOf(given)} belongs to run ${given.run_id}, not to run ${run_id}`)
  for (const payload of given.payloads) if (isValueTooDeep(payload)) throw tooDeep(nameOf(given))
}

export function checkDepth(owner: string, payload: unknown): void {
  if (isValueTooDeep(payload)) throw tooDeep(owner)
}

const tooDeep = (owner: string) => new JsonTooDeepError(`${owner} nests JSON deeper than ${JSON_DEPTH_MAX} levels`)

const nameOf = ({ kind, id, index }: GivenRow): string =>
  `${kind} ${quote(id)}${index === undefined ? '' : ` (${kind}s[${index}])`}`

const quote = (id: string): string => JSON.stringify(id)
