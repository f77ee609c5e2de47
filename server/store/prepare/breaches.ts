import type { EventId, FileId, MessageId, NodeId, RunId, SessionId } from '#contract/ids.ts'
import { isValueTooDeep } from '#contract/json.ts'

/*
 * What makes rows unfit for their run: a row of another run, a payload nested too deeply, or a node that the run does
 * not have. The only place that knows these rules. A batch that was sent and a bundle that is about to be stored are
 * both checked by it.
 */

/** Whatever else a row has. */
type Row = { readonly run_id?: RunId; readonly meta?: unknown }
type OfNode = Row & { readonly node_id?: NodeId | null }

/** Rows of one run, complete or with the given fields only. */
export type RowsToCheck = {
  readonly run?: Row | undefined
  readonly sessions?: readonly (Row & { readonly session_id: SessionId })[]
  readonly nodes?: readonly (Row & { readonly node_id: NodeId })[]
  readonly edges?: readonly (Row & { readonly from_node_id: NodeId; readonly to_node_id: NodeId })[]
  readonly events?: readonly (OfNode & {
    readonly event_id: EventId
    readonly inputs?: unknown
    readonly outputs?: unknown
  })[]
  readonly files?: readonly (OfNode & { readonly file_id: FileId })[]
  readonly messages?: readonly (OfNode & { readonly message_id: MessageId })[]
}

/** The columns of each kind of row that name a node of the run, and those that hold JSON. */
const COLUMNS = {
  run: { named: [], payloads: ['meta'] },
  sessions: { named: [], payloads: ['meta'] },
  nodes: { named: [], payloads: ['meta'] },
  edges: { named: ['from_node_id', 'to_node_id'], payloads: [] },
  events: { named: ['node_id'], payloads: ['inputs', 'outputs', 'meta'] },
  files: { named: ['node_id'], payloads: ['meta'] },
  messages: { named: ['node_id'], payloads: ['meta'] },
} as const satisfies Readonly<
  Record<keyof RowsToCheck, { readonly named: readonly string[]; readonly payloads: readonly string[] }>
>

/** A row and its position. */
export type PlacedRow = {
  readonly list: keyof RowsToCheck
  /** Index in its list; undefined for the run. */
  readonly index: number | undefined
  /** The key within the run, for people. */
  readonly key: string
  readonly run_id: RunId | undefined
  /** Values in the order of `COLUMNS`. */
  readonly named: readonly (NodeId | null | undefined)[]
  readonly payloads: readonly unknown[]
}

export type Breach = { readonly row: PlacedRow; readonly column: string } & (
  { readonly kind: 'foreign_run' | 'too_deep' } | { readonly kind: 'unknown_node'; readonly node_id: NodeId }
)

/** All rows, in the order of `RowsToCheck`. */
export function* rowsIn(rows: RowsToCheck): Generator<PlacedRow> {
  const { run, sessions = [], nodes = [], edges = [], events = [], files = [], messages = [] } = rows
  if (run)
    yield { list: 'run', index: undefined, key: run.run_id ?? '', run_id: run.run_id, named: [], payloads: [run.meta] }
  for (const [index, { run_id, session_id: key, meta }] of sessions.entries())
    yield { list: 'sessions', index, key, run_id, named: [], payloads: [meta] }
  for (const [index, { run_id, node_id: key, meta }] of nodes.entries())
    yield { list: 'nodes', index, key, run_id, named: [], payloads: [meta] }
  for (const [index, { run_id, from_node_id, to_node_id }] of edges.entries()) {
    const key = `${from_node_id} → ${to_node_id}`
    yield { list: 'edges', index, key, run_id, named: [from_node_id, to_node_id], payloads: [] }
  }
  for (const [index, { run_id, event_id: key, node_id, inputs, outputs, meta }] of events.entries())
    yield { list: 'events', index, key, run_id, named: [node_id], payloads: [inputs, outputs, meta] }
  for (const [index, { run_id, file_id: key, node_id, meta }] of files.entries())
    yield { list: 'files', index, key, run_id, named: [node_id], payloads: [meta] }
  for (const [index, { run_id, message_id: key, node_id, meta }] of messages.entries())
    yield { list: 'messages', index, key, run_id, named: [node_id], payloads: [meta] }
}

/* Loops and not callbacks, because an import checks millions of rows. */

/** What is wrong with a row by itself: it names another run, or its payloads are nested too deeply. */
export function breachesOf(row: PlacedRow, run_id: RunId): readonly Breach[] {
  const breaches: Breach[] = []
  if (row.run_id !== undefined && row.run_id !== run_id) breaches.push({ kind: 'foreign_run', row, column: 'run_id' })
  let at = 0
  for (const payload of row.payloads) {
    if (isValueTooDeep(payload)) breaches.push({ kind: 'too_deep', row, column: COLUMNS[row.list].payloads[at] ?? '' })
    at += 1
  }
  return breaches
}

/** The nodes that a row names and that its run does not have. */
export function unknownNodesOf(row: PlacedRow, known: ReadonlySet<NodeId>): readonly Breach[] {
  const breaches: Breach[] = []
  let at = 0
  for (const node_id of row.named) {
    if (node_id !== null && node_id !== undefined && !known.has(node_id))
      breaches.push({ kind: 'unknown_node', node_id, row, column: COLUMNS[row.list].named[at] ?? '' })
    at += 1
  }
  return breaches
}

/** The ids of all nodes that rows name, without those of the nodes themselves. */
export function nodesNamedIn(rows: RowsToCheck): ReadonlySet<NodeId> {
  const ids = new Set<NodeId>()
  for (const { named } of rowsIn(rows))
    for (const node_id of named) if (node_id !== null && node_id !== undefined) ids.add(node_id)
  return ids
}
