import type { Message, WorkflowRun } from '#contract/entities.ts'
import { EventId, FileId, MessageId, NodeId, RunId, SessionId } from '#contract/ids.ts'
import type { RemovedRow, RunDifference } from '#server/store/changes/changesOf.ts'
import { UnknownRunError } from '#server/store/ports/errors.ts'
import type { PreparedEvent } from '#server/store/prepare/PreparedEvent.ts'
import { type PreparedRows, withStoredContents } from '#server/store/prepare/prepareBundle.ts'
import * as z from 'zod/mini'
import { withContents } from './fileContents.ts'
import type { RowComparison } from './RowFingerprints.ts'
import type { SqlRunner } from '../sql.ts'
import {
  DAG_EDGES,
  DAG_NODES,
  EXECUTION_EVENTS,
  FILES,
  idColumn,
  MESSAGES,
  type Table,
  WORKFLOW_RUNS,
} from '../tables.ts'
import { insertAll, type RowKey, upsertDiffering } from './upsertDiffering.ts'
import { addMissing, type FieldOf } from './upsertRows.ts'
import { eventField, fileRow } from './writeBundles.ts'

/** `isNew`: the run was not stored before, so it has no stored rows. */
export type WrittenHead = { readonly hasChanged: boolean; readonly isNew: boolean; readonly session_id: SessionId }

/**
 * Stores the run and locks it until the transaction ends. Call it after adding new sessions and before updating
 * existing ones: whoever locks both locks the run first. Returns whether the run changed. Throws `UnknownRunError` if
 * the run is neither given nor stored.
 */
export async function writeHead(tx: SqlRunner, run_id: RunId, run: WorkflowRun | undefined): Promise<WrittenHead> {
  const stored = await lockRun(tx, run_id)
  const session_id = run?.session_id ?? stored?.session_id
  if (session_id === undefined) throw new UnknownRunError(`run ${run_id} is neither given nor stored`)
  // Another writer may be storing the run at this moment. The insert waits for it, and that writer was then first.
  if (run && !stored && (await addMissing(tx, WORKFLOW_RUNS, [run])).length > 0)
    return { hasChanged: true, isNew: true, session_id }
  if (!run) return { hasChanged: false, isNew: false, session_id }
  if (!stored) await lockRun(tx, run_id)
  const hasChanged = (await upsertDiffering(tx, WORKFLOW_RUNS, RunId, [run])).length > 0
  return { hasChanged, isNew: false, session_id }
}

async function lockRun(tx: SqlRunner, run_id: RunId): Promise<Pick<WorkflowRun, 'session_id'> | undefined> {
  const [stored] = await tx.query(
    'select session_id from workflow_runs where run_id = $1::uuid for no key update',
    [run_id],
    z.object({ session_id: SessionId }),
  )
  return stored
}

/** Those of the given nodes that the run does not have. */
export async function missingNodes(
  tx: SqlRunner,
  run_id: RunId,
  node_ids: ReadonlySet<NodeId>,
): Promise<ReadonlySet<NodeId>> {
  if (node_ids.size === 0) return node_ids
  const stored = await tx.query(
    'select node_id from dag_nodes where run_id = $1::uuid and node_id = any($2::text[])',
    [run_id, [...node_ids]],
    z.object({ node_id: NodeId }),
  )
  const missing = new Set(node_ids)
  for (const { node_id } of stored) missing.delete(node_id)
  return missing
}

type RowDifference = Omit<RunDifference, 'run'>

/** Adds rows to a locked run, in the order that the foreign keys require. */
export async function addDiffering(tx: SqlRunner, rows: PreparedRows, { isNew }: WrittenHead): Promise<RowDifference> {
  // A new run has no stored rows: nothing needs comparing, and the database need not return what it wrote.
  const write = <Id extends z.core.$ZodType, Row extends object>(
    table: Table,
    id: Id,
    keyOf: (row: Row) => RowKey<z.output<Id>>,
    given: readonly Row[],
    fieldOf?: FieldOf<Row>,
  ) => (isNew ? insertAll(tx, table, keyOf, given, fieldOf) : upsertDiffering(tx, table, id, given, fieldOf))
  const nodes = await write(DAG_NODES, NodeId, ({ node_id }) => ({ id: node_id, node_id }), rows.nodes)
  const edges = await write(DAG_EDGES, NodeId, ({ to_node_id }) => ({ id: to_node_id, node_id: null }), rows.edges)
  const keyOfEvent = ({ event: { event_id, node_id } }: PreparedEvent) => ({ id: event_id, node_id })
  const events = await write(EXECUTION_EVENTS, EventId, keyOfEvent, rows.events, eventField)
  const fileRows = rows.files.map(fileRow)
  const files = await withContents(tx, rows.files, isNew, () =>
    write(FILES, FileId, ({ file_id, node_id }) => ({ id: file_id, node_id }), fileRows),
  )
  const keyOfMessage = ({ message_id, node_id }: Message) => ({ id: message_id, node_id })
  const messages = await write(MESSAGES, MessageId, keyOfMessage, rows.messages)
  return {
    nodes: { written: nodes, removed: [] },
    edges: edges.length,
    events: { written: events, removed: [] },
    files: { written: files, removed: [] },
    messages: { written: messages, removed: [] },
  }
}

/** The same, and removes all other rows. `compared`: how the rows differ from what is stored, if known. */
export async function makeExactly(
  tx: SqlRunner,
  run_id: RunId,
  rows: PreparedRows,
  head: WrittenHead,
  compared: RowComparison | undefined,
): Promise<RowDifference> {
  const added = await addDiffering(tx, compared?.differing ?? rows, head)
  if (head.isNew || compared?.hasOthers === false) return added
  const remove = <Id extends z.core.$ZodType>(table: Table, id: Id, kept: readonly (readonly string[])[]) =>
    removeOthers(tx, run_id, table, id, kept)
  const messages = await remove(
    MESSAGES,
    MessageId,
    rows.messages.map((row) => [row.message_id]),
  )
  const files = await remove(
    FILES,
    FileId,
    rows.files.map(({ file }) => [file.file_id]),
  )
  const events = await remove(
    EXECUTION_EVENTS,
    EventId,
    rows.events.map(({ event }) => [event.event_id]),
  )
  const edges = await remove(
    DAG_EDGES,
    NodeId,
    rows.edges.map((row) => [row.from_node_id, row.to_node_id]),
  )
  // Last, because deleting a node cascades to its rows, and those deletions would not be reported.
  const nodes = await remove(
    DAG_NODES,
    NodeId,
    rows.nodes.map((row) => [row.node_id]),
  )
  return {
    nodes: { ...added.nodes, removed: nodes },
    edges: added.edges + edges.length,
    events: { ...added.events, removed: events },
    files: { ...added.files, removed: files },
    messages: { ...added.messages, removed: messages },
  }
}

/** Removes the rows of a run whose keys (without the run) are not in `kept`. */
async function removeOthers<Id extends z.core.$ZodType>(
  tx: SqlRunner,
  run_id: RunId,
  table: Table,
  id: Id,
  kept: readonly (readonly string[])[],
): Promise<readonly RemovedRow<z.output<Id>>[]> {
  const [, ...key] = Object.keys(table.key)
  const arrays = key.map((_, index) => `$${index + 2}::text[]`)
  const node = table === DAG_EDGES ? 'null::text' : 'node_id'
  // `not in`, because its list is hashed once, whatever the planner estimates for the run. With `not exists`, a plan
  // for few rows compared each row with the whole list: 4 s for 7,500 events.
  const removed = await tx.query(
    `delete from ${table.name} where run_id = $1::uuid and (${key.join(', ')}) not in (
      select * from unnest(${arrays.join(', ')})
    ) returning ${idColumn(table)} as id, ${node} as node_id`,
    [run_id, ...key.map((_, index) => kept.map((values) => values[index] ?? ''))],
    z.object({ id: z.string(), node_id: z.nullable(NodeId) }),
  )
  return removed.map((row) => ({ ...row, id: z.parse(id, row.id) }))
}

/**
 * The rows of a locked run, with the stored hash and size of files that keep their contents. Throws `StaleRowsError`.
 */
export async function keepingContents<Rows extends PreparedRows>(
  tx: SqlRunner,
  run_id: RunId,
  rows: Rows,
): Promise<Rows> {
  const kept = rows.files.flatMap(({ file, content }) => (content === 'stored' ? file.file_id : []))
  if (kept.length === 0) return rows
  const stored = await tx.query(
    `select file_id, size_bytes, content_sha256 as sha256 from files
    where run_id = $1::uuid and file_id = any($2::text[]) and content_sha256 is not null`,
    [run_id, kept],
    z.object({ file_id: FileId, size_bytes: z.nullable(z.int()), sha256: z.string() }),
  )
  const contents = new Map(stored.map(({ file_id, ...content }) => [file_id, content]))
  return withStoredContents(rows, (file_id) => contents.get(file_id))
}
