import type { Batch, FilePatch } from '#contract/batch.ts'
import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { KeyedRows, RowKeys } from '#server/store/ports/rows.ts'
import type { BatchFile, RunBatch } from '#server/store/ports/writer.ts'
import { nodesNamedIn } from '#server/store/prepare/breaches.ts'
import { base64Bytes } from '#server/lib/base64.ts'
import { newEdge, newEvent, newFile, newMessage, newNode, newRun, newSession, ownSession } from './newRows.ts'

/** The keys of all rows in a batch, including nodes that it only refers to. */
export function keysOf(run_id: RunId, batch: Batch): RowKeys {
  const { run, sessions = [], nodes = [], edges = [], events = [], files = [], messages = [] } = batch
  return {
    session_ids: distinct([...sessions.map(({ session_id }) => session_id), run?.session_id ?? ownSession(run_id)]),
    node_ids: distinct([...nodes.map(({ node_id }) => node_id), ...nodesNamedIn(batch)]),
    edges,
    event_ids: distinct(events.map(({ event_id }) => event_id)),
    file_ids: distinct(files.map(({ file_id }) => file_id)),
    message_ids: distinct(messages.map(({ message_id }) => message_id)),
  }
}

/**
 * Complete rows of a batch: the given fields, over the stored row with the same key, over the defaults of a new row. A
 * key that occurs twice is patched twice. A session that nobody describes is created empty, so that the run has one.
 */
export function mergeBatch(run_id: RunId, batch: Batch, stored: KeyedRows): RunBatch {
  const { run: given, nodes = [], edges = [], events = [], files = [], messages = [] } = batch
  const run = given && { ...(stored.run ?? newRun(run_id)), ...given, run_id }
  const sessions = patched(stored.sessions, batch.sessions ?? [], sessionKey, ({ session_id }) =>
    newSession(session_id),
  )
  const known = new Set<string>([...sessions, ...stored.sessions].map(sessionKey))
  // The session of a stored run is always stored, even if it was not requested.
  if (stored.run) known.add(stored.run.session_id)
  return {
    run_id,
    run,
    sessions: run && !known.has(run.session_id) ? [...sessions, newSession(run.session_id)] : sessions,
    nodes: patched(stored.nodes, nodes, nodeKey, ({ node_id }) => newNode(run_id, node_id)),
    edges: patched(stored.edges, edges, edgeKey, ({ from_node_id, to_node_id }) =>
      newEdge(run_id, from_node_id, to_node_id),
    ),
    events: patched(stored.events, events, eventKey, ({ event_id }) => newEvent(run_id, event_id)),
    files: patched(stored.files.map(withContent), files.map(decoded), fileKey, ({ file_id }) =>
      newFile(run_id, file_id),
    ),
    messages: patched(stored.messages, messages, messageKey, ({ message_id }) => newMessage(run_id, message_id)),
  }
}

/** One row per key in the patches. */
function patched<Row extends object, Patch extends Partial<Row>>(
  stored: readonly Row[],
  patches: readonly Patch[],
  keyOf: (row: Row | Patch) => string,
  fresh: (patch: Patch) => Row,
): readonly Row[] {
  const before = new Map(stored.map((row) => [keyOf(row), row]))
  const after = new Map<string, Row>()
  for (const patch of patches) {
    const key = keyOf(patch)
    after.set(key, { ...(after.get(key) ?? before.get(key) ?? fresh(patch)), ...patch })
  }
  return [...after.values()]
}

const sessionKey = (row: Pick<Session, 'session_id'>): string => row.session_id
const nodeKey = (row: Pick<DAGNode, 'node_id'>): string => row.node_id
const edgeKey = (row: Pick<DAGEdge, 'from_node_id' | 'to_node_id'>): string =>
  JSON.stringify([row.from_node_id, row.to_node_id])
const eventKey = (row: Pick<ExecutionEvent, 'event_id'>): string => row.event_id
const fileKey = (row: Pick<BatchFile, 'file_id'>): string => row.file_id
const messageKey = (row: Pick<Message, 'message_id'>): string => row.message_id

const distinct = <Id extends string>(ids: readonly Id[]): readonly Id[] => [...new Set(ids)]

/** The content itself is not read: to say that a stored file has moved must not pull 5 MiB through the server. */
function withContent({ has_content, ...file }: RunFile): BatchFile {
  return { ...file, content: has_content ? 'stored' : undefined }
}

function decoded({ content_base64, content_text, ...file }: FilePatch) {
  if (content_base64 !== undefined) return { ...file, content: base64Bytes(content_base64) }
  return content_text === undefined ? file : { ...file, content: new TextEncoder().encode(content_text) }
}
