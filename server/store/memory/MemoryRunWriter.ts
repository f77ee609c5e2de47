import type { Session, WorkflowRun } from '#contract/entities.ts'
import type { NodeId, RunId, SessionId } from '#contract/ids.ts'
import { changesToTell, isNone } from '../changes/changesOf.ts'
import { ScopeBreachError, StaleRowsError, UnknownRunError } from '../ports/errors.ts'
import { drawnFrom, type RunOrigin, toldBy } from '../ports/origin.ts'
import type { BundleWriter, RunBatch, RunBundle, RunToStore, RunWriter, UnplacedRow } from '../ports/writer.ts'
import { nodesNamedOutside, refuseNodes } from '../prepare/checkBundle.ts'
import {
  prepareBatch,
  prepareBundle,
  type PreparedFile,
  type PreparedRows,
  prepareReplacement,
  prepareSessions,
  withStoredContents,
} from '../prepare/prepareBundle.ts'
import type { PreparedEvent } from '../prepare/PreparedEvent.ts'
import { prepareUnplaced } from '../prepare/prepareUnplaced.ts'
import { differenceOf } from './differenceOf.ts'
import type { MemoryData, MemoryEvent, MemoryFile, MemoryRun } from './memoryData.ts'
import { addOrigins, refuseOthers, writeSessionsAs } from './memoryOrigins.ts'

/** Every write prepares first. After that nothing is awaited, and nothing is stored before the last check. */
export class MemoryRunWriter implements RunWriter {
  readonly #data: MemoryData
  readonly #digests = new Map<RunId, string>()

  constructor(data: MemoryData) {
    this.#data = data
  }

  async writeSessions(sessions: readonly Session[], writer: BundleWriter = 'import'): Promise<readonly SessionId[]> {
    return writeSessionsAs(this.#data, toldBy(writer), prepareSessions(sessions)).others
  }

  writeRun(bundle: RunBundle, writer?: BundleWriter): Promise<void> {
    return this.writeRuns([{ bundle }], writer)
  }

  async writeRuns(runs: readonly RunToStore[], writer: BundleWriter = 'import'): Promise<void> {
    const prepared = await Promise.all(runs.map(({ bundle, texts }) => prepareBundle(bundle, texts)))
    const run_ids = prepared.map(({ run }) => run.run_id)
    refuseOthers(this.#data, run_ids, toldBy(writer))
    for (const { run } of prepared)
      if (!this.#data.sessions.has(run.session_id))
        throw new Error(`session ${JSON.stringify(run.session_id)} is not stored; write sessions before their runs`)
    addOrigins(this.#data, run_ids, toldBy(writer))
    for (const { run, ...rows } of prepared) this.#store(addedTo(this.#data.runs.get(run.run_id), run, rows))
    for (const { bundle, digest } of runs) if (digest !== undefined) this.#digests.set(bundle.run.run_id, digest)
    this.#wake(run_ids)
  }

  async replaceRun(session: Session, bundle: RunBundle, source: RunId = bundle.run.run_id): Promise<void> {
    const { run, sessions, ...rows } = await prepareReplacement(session, bundle)
    refuseOthers(this.#data, [run.run_id], drawnFrom(source))
    this.#write(addedTo(undefined, run, rows), sessions, drawnFrom(source))
  }

  async mergeRun(batch: RunBatch): Promise<readonly SessionId[]> {
    const { run: given, sessions, ...rows } = await prepareBatch(batch)
    refuseOthers(this.#data, [batch.run_id], toldBy('batch'))
    const stored = this.#data.runs.get(batch.run_id)
    const run = given ?? stored?.run
    if (!run) throw new UnknownRunError(`run ${batch.run_id} is neither given nor stored`)
    const revision = stored ? this.#data.revisions.get(batch.run_id) : undefined
    if (batch.revision !== undefined && batch.revision !== (revision ?? 0))
      throw new StaleRowsError(`run ${batch.run_id} was written since`)
    if (!this.#data.sessions.has(run.session_id) && !sessions.some(({ session_id }) => session_id === run.session_id))
      throw new ScopeBreachError(
        `session ${JSON.stringify(run.session_id)} of run ${batch.run_id} is neither given nor stored`,
      )
    const missing = [...nodesNamedOutside(batch)].filter((node_id) => !stored?.nodes.has(node_id))
    refuseNodes(batch, new Set<NodeId>(missing))
    const whole = withStoredContents(rows, (file_id) => {
      const known = stored?.files.get(file_id)
      return known?.content && known.file
    })
    return this.#write(addedTo(stored, run, whole), sessions, toldBy('batch'))
  }

  async digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>> {
    return new Map([...this.#digests].filter(([run_id]) => run_ids.includes(run_id) && this.#data.runs.has(run_id)))
  }

  async keepUnplaced(rows: readonly UnplacedRow[], writer: BundleWriter = 'import'): Promise<void> {
    for (const row of await prepareUnplaced(rows)) {
      this.#data.unplaced.set(row.row_digest, row)
      this.#data.unplacedBy.set(row.row_digest, writer)
    }
  }

  /** Maps need no maintenance. */
  async settle(): Promise<void> {}

  /** Stores and records what changed. Returns the sessions of other writers. */
  #write(run: MemoryRun, given: readonly Session[], writer: RunOrigin): readonly SessionId[] {
    const { run_id, session_id } = run.run
    const rows = differenceOf(this.#data.runs.get(run_id), run)
    addOrigins(this.#data, [run_id], writer)
    const { changed, others } = writeSessionsAs(this.#data, writer, given)
    const difference = { ...rows, run: changed.has(session_id) || rows.run }
    if (isNone(difference)) return others
    const revision = this.#store(run)
    const changes = changesToTell(difference)
    const noted = this.#data.changes.get(run_id) ?? new Map()
    this.#data.changes.set(
      run_id,
      changes === undefined ? noted : noted.set(revision, { at: performance.now(), changes }),
    )
    this.#wake([run_id])
    return others
  }

  /** Returns the new revision. */
  #store(run: MemoryRun): number {
    const { run_id } = run.run
    const revision = (this.#data.revisions.get(run_id) ?? 0) + 1
    this.#data.runs.set(run_id, run)
    this.#data.revisions.set(run_id, revision)
    if (revision === 1) this.#data.auditTimes.set(run_id, { at: performance.now(), failures: 0 })
    this.#data.last.write += 1
    this.#data.written.set(run_id, { number: this.#data.last.write, at: performance.now() })
    this.#digests.delete(run_id)
    return revision
  }

  #wake(run_ids: readonly RunId[]): void {
    for (const listener of this.#data.changeListeners) queueMicrotask(() => listener(run_ids))
  }
}

/** A run with rows added to the stored ones, if any. A row stored under the same key is replaced. */
const addedTo = (stored: MemoryRun | undefined, run: WorkflowRun, rows: PreparedRows): MemoryRun => ({
  run,
  nodes: merge(stored?.nodes, rows.nodes, (node) => node.node_id),
  edges: merge(stored?.edges, rows.edges, (edge) => JSON.stringify([edge.from_node_id, edge.to_node_id])),
  events: merge(stored?.events, rows.events.map(memoryEvent), ({ row }) => row.event_id),
  files: merge(
    stored?.files,
    rows.files.map((file) => memoryFile(file, stored)),
    ({ file }) => file.file_id,
  ),
  messages: merge(stored?.messages, rows.messages, (message) => message.message_id),
})

function merge<Key, Row>(
  stored: ReadonlyMap<Key, Row> | undefined,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): ReadonlyMap<Key, Row> {
  const merged = new Map(stored)
  for (const row of rows) merged.set(keyOf(row), row)
  return merged
}

function memoryEvent({ event, derived }: PreparedEvent): MemoryEvent {
  const { inputs: _inputs, outputs: _outputs, meta: _meta, ...fields } = event
  return { event, row: { ...fields, ...derived } }
}

/** The content is copied, because the caller may reuse its buffer. */
const memoryFile = ({ file, content }: PreparedFile, stored: MemoryRun | undefined): MemoryFile => ({
  file,
  content: content === 'stored' ? stored?.files.get(file.file_id)?.content : content?.slice(),
})
