import type { Session } from '#contract/entities.ts'
import type { EventId, RunId } from '#contract/ids.ts'
import { type RunBundle, type RunToStore, type RunWriter, ScopeBreachError, type UnplacedRow } from '#server/ports.ts'
import { errorPreview } from '#server/services/deriveEvent.ts'
import {
  type PreparedBundle,
  type PreparedEvent,
  prepareBundle,
  type PreparedFile,
  prepareSessions,
} from '#server/services/prepareBundle.ts'
import { prepareUnplaced } from '#server/services/prepareUnplaced.ts'
import type { MemoryData, MemoryEvent, MemoryFile, MemoryRun } from './memoryData.ts'

export class MemoryRunWriter implements RunWriter {
  readonly #data: MemoryData
  readonly #digests = new Map<RunId, string>()

  constructor(data: MemoryData) {
    this.#data = data
  }

  async writeSessions(sessions: readonly Session[]): Promise<void> {
    for (const session of prepareSessions(sessions)) this.#data.sessions.set(session.session_id, session)
  }

  writeRun(bundle: RunBundle): Promise<void> {
    return this.writeRuns([{ bundle }])
  }

  async writeRuns(runs: readonly RunToStore[]): Promise<void> {
    const prepared = await Promise.all(runs.map(({ bundle }) => prepareBundle(bundle)))
    // Nothing is awaited from here on, and nothing is stored before the last check, so all are stored or none is.
    this.#check(prepared)
    for (const bundle of prepared) this.#store(bundle)
    for (const { bundle, digest } of runs) {
      if (digest === undefined) this.#digests.delete(bundle.run.run_id)
      else this.#digests.set(bundle.run.run_id, digest)
    }
  }

  async digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>> {
    return new Map([...this.#digests].filter(([run_id]) => run_ids.includes(run_id)))
  }

  #check(bundles: readonly PreparedBundle[]): void {
    const owners = new Map<EventId, RunId>()
    for (const { run, events } of bundles) {
      if (!this.#data.sessions.has(run.session_id))
        throw new Error(`session ${JSON.stringify(run.session_id)} is not stored; write sessions before their runs`)
      for (const { event } of events) {
        const owner = this.#data.runOfEvent.get(event.event_id) ?? owners.get(event.event_id)
        if (owner !== undefined && owner !== run.run_id)
          throw new ScopeBreachError(`an event of run ${run.run_id} has the id of an event of another run`)
        owners.set(event.event_id, run.run_id)
      }
    }
  }

  #store({ run, nodes, edges, events, files, messages }: PreparedBundle): void {
    const stored = this.#data.runs.get(run.run_id)
    const merged: MemoryRun = {
      run,
      nodes: merge(stored?.nodes, nodes, (node) => node.node_id),
      edges: merge(stored?.edges, edges, (edge) => JSON.stringify([edge.from_node_id, edge.to_node_id])),
      events: merge(stored?.events, events.map(memoryEvent), ({ row }) => row.event_id),
      files: merge(stored?.files, files.map(memoryFile), ({ file }) => file.file_id),
      messages: merge(stored?.messages, messages, (message) => message.message_id),
    }
    this.#data.runs.set(run.run_id, merged)
    this.#data.revisions.set(run.run_id, (this.#data.revisions.get(run.run_id) ?? 0) + 1)
    for (const { event } of events) this.#data.runOfEvent.set(event.event_id, run.run_id)
  }

  async keepUnplaced(rows: readonly UnplacedRow[]): Promise<void> {
    for (const row of await prepareUnplaced(rows)) this.#data.unplaced.set(row.row_digest, row)
  }

  /** Maps need no care. */
  async settle(): Promise<void> {}
}

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
  return { event, row: { ...fields, ...derived, error_message: errorPreview(event.error_message) } }
}

/** The content is copied, since the caller may use its buffer again. */
const memoryFile = ({ file, content }: PreparedFile): MemoryFile => ({ file, content: content?.slice() })
