import type { DAGEdge, DAGNode, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { FileId } from '#contract/ids.ts'
import { ScopeBreachError, StaleRowsError } from '../ports/errors.ts'
import type { BatchFile, RunBatch, RunBundle, TextsOfEvents } from '../ports/writer.ts'
import { batchChecks, bundleChecks, checkDepth } from './checkBundle.ts'
import { inSlices, mapInSlices, Pace } from '#server/lib/Pace.ts'
import { PreparedEvent } from './PreparedEvent.ts'
import { contentHash } from '#server/lib/contentHash.ts'
import { storableJson } from './storableText.ts'

/** `stored`: the file keeps its stored content; its hash and size are still to be filled in. */
export type PreparedFile = { readonly file: RunFile; readonly content: BatchFile['content'] }

/**
 * A bundle as a store can write it: checked, one row per key, texts storable, list columns derived, contents hashed.
 */
export type PreparedBundle = {
  readonly run: WorkflowRun
  readonly nodes: readonly DAGNode[]
  readonly edges: readonly DAGEdge[]
  readonly events: readonly PreparedEvent[]
  readonly files: readonly PreparedFile[]
  readonly messages: readonly Message[]
}

/** Rows to add to one run, with or without the run itself. */
export type PreparedRows = Omit<PreparedBundle, 'run'>
export type PreparedBatch = PreparedRows & {
  readonly run: WorkflowRun | undefined
  readonly sessions: readonly Session[]
}

const NO_TEXTS: TextsOfEvents = new Map()

/** Prepares a run for any writer, in slices. Throws like `ImportWriter.writeRuns`. */
export async function prepareBundle(bundle: RunBundle, texts = NO_TEXTS): Promise<PreparedBundle> {
  const pace = new Pace()
  await inSlices(bundleChecks(bundle), pace)
  return { run: storableJson(bundle.run), ...(await prepareRows(bundle, texts, pace)) }
}

/** The same for a bundle with its session. */
export async function prepareReplacement(
  session: Session,
  bundle: RunBundle,
): Promise<PreparedBundle & { readonly sessions: readonly Session[] }> {
  const { session_id } = bundle.run
  if (session.session_id !== session_id)
    throw new ScopeBreachError(
      `session ${JSON.stringify(session.session_id)} is not ${JSON.stringify(session_id)}, the session of run ${bundle.run.run_id}`,
    )
  return { ...(await prepareBundle(bundle)), sessions: prepareSessions([session]) }
}

/** The same for a batch. Whether the nodes that it names exist is still to be checked. */
export async function prepareBatch(batch: RunBatch): Promise<PreparedBatch> {
  const pace = new Pace()
  await inSlices(batchChecks(batch), pace)
  return {
    run: batch.run && storableJson(batch.run),
    sessions: prepareSessions(batch.sessions),
    ...(await prepareRows(batch, NO_TEXTS, pace)),
  }
}

async function prepareRows(
  rows: Omit<RunBatch, 'run_id' | 'run' | 'sessions'>,
  texts: TextsOfEvents,
  pace: Pace,
): Promise<PreparedRows> {
  const storable = <Row>(given: readonly Row[], keyOf: (row: Row) => string) =>
    mapInSlices(lastOfEach(given, keyOf), pace, (row) => storableJson(row))
  const events = lastOfEach(rows.events, (event) => event.event_id)
  return {
    nodes: await storable(rows.nodes, (node) => node.node_id),
    edges: await storable(rows.edges, (edge) => JSON.stringify([edge.from_node_id, edge.to_node_id])),
    events: await mapInSlices(events, pace, (event) => new PreparedEvent(event, texts.get(event))),
    files: await Promise.all(lastOfEach(rows.files, (file) => file.file_id).map(prepareFile)),
    messages: await storable(rows.messages, (message) => message.message_id),
  }
}

export function prepareSessions(sessions: readonly Session[]): readonly Session[] {
  for (const session of sessions) checkDepth(`session ${JSON.stringify(session.session_id)}`, session.meta)
  return lastOfEach(sessions, (session) => session.session_id).map((session) => storableJson(session))
}

async function prepareFile({ content, ...row }: BatchFile): Promise<PreparedFile> {
  const file = storableJson(row)
  if (content === undefined) return { file: { ...file, has_content: false }, content }
  if (content === 'stored') return { file: { ...file, has_content: true }, content }
  // Contents are shared by hash, so a given hash is never trusted: a wrong one would show another file's bytes.
  return {
    file: { ...file, size_bytes: content.length, sha256: await contentHash(content), has_content: true },
    content,
  }
}

type StoredContent = Pick<RunFile, 'size_bytes' | 'sha256'>

/**
 * Fills in the stored hash and size for files that keep their stored content. They come from the store, never from the
 * row: the sender of a batch may have given the hash of another run's file. Throws `StaleRowsError` if the content no
 * longer exists.
 */
export function withStoredContents<Rows extends PreparedRows>(
  rows: Rows,
  storedOf: (file_id: FileId) => StoredContent | undefined,
): Rows {
  if (!rows.files.some(({ content }) => content === 'stored')) return rows
  const files = rows.files.map((prepared): PreparedFile => {
    if (prepared.content !== 'stored') return prepared
    const stored = storedOf(prepared.file.file_id)
    if (!stored) throw new StaleRowsError(`file ${JSON.stringify(prepared.file.file_id)} has no stored content`)
    const { size_bytes, sha256: hash } = stored
    return { file: { ...prepared.file, size_bytes, sha256: hash }, content: 'stored' }
  })
  return { ...rows, files }
}

/** Rows with the same key replace each other within one bundle too: the last one wins. */
function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}
