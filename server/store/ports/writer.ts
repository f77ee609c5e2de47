import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { RunId, SessionId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import type { OriginWriter } from './origin.ts'

/**
 * A file to store. `content` is undefined if only the file's existence was recorded. `has_content` is derived from it.
 */
export type NewFile = Omit<RunFile, 'has_content'> & { readonly content: Uint8Array<ArrayBuffer> | undefined }

/** A file of a batch. `stored`: the file keeps its stored content, hash and size, whatever the row says. */
export type BatchFile = Omit<NewFile, 'content'> & { readonly content: NewFile['content'] | 'stored' }

/**
 * All rows of one run. Every row has this run's id, and every node that a row names is in `nodes`; otherwise a writer
 * refuses the whole bundle.
 */
export type RunBundle = {
  readonly run: WorkflowRun
  readonly nodes: readonly DAGNode[]
  readonly edges: readonly DAGEdge[]
  readonly events: readonly ExecutionEvent[]
  readonly files: readonly NewFile[]
  readonly messages: readonly Message[]
}

/**
 * Rows to add to one run, or to replace by key. If `run` is undefined, the run is stored already. Nodes that rows name
 * are in the batch or stored.
 */
export type RunBatch = Omit<RunBundle, 'run' | 'files'> & {
  readonly files: readonly BatchFile[]
  readonly run_id: RunId
  readonly run: WorkflowRun | undefined
  readonly sessions: readonly Session[]
  /**
   * The revision of the run that the rows were merged over, 0 if it was not stored. Omit it to ignore writes made since.
   */
  readonly revision?: number
}

/**
 * A row of an old database that belongs to no run, as it was read. Its key and run are not ids of ours, only what the
 * row contains.
 */
export type UnplacedRow = {
  readonly old_table: string
  /** Empty if the row has no key. */
  readonly old_key: string
  readonly run_id: string | null
  /** Why it could not be placed, as a word and as a sentence. */
  readonly kind: string
  readonly reason: string
  readonly row: JsonObject
}

export type RunToStore = {
  readonly bundle: RunBundle
  /** A digest by which the caller can recognize these rows later. */
  readonly digest?: string
  /** The result of `eventTexts` for the bundle's events, if the caller has it already. */
  readonly texts?: TextsOfEvents
}

/** Sources that store whole runs: all but telemetry. */
export type BundleWriter = Exclude<OriginWriter, 'telemetry'>

/**
 * The interface that imports write through. The writer (an import by default) owns what it stores: see docs/adr/0016.
 */
export interface ImportWriter {
  /**
   * Stores sessions and replaces those that this writer stored before. A session of another writer only has its times
   * widened; the ids of those sessions are returned.
   */
  writeSessions(sessions: readonly Session[], writer?: BundleWriter): Promise<readonly SessionId[]>
  /** Stores one run, like `writeRuns`. */
  writeRun(bundle: RunBundle, writer?: BundleWriter): Promise<void>
  /**
   * Stores runs in one transaction, all or nothing. Rows stored under the same key are replaced. Throws
   * `ScopeBreachError` for a row of another run or a reference to a node that is not in its bundle (even if that node
   * is stored), `JsonTooDeepError` for a payload of more than `JSON_DEPTH_MAX` levels, and `OtherOriginError` if
   * another writer owns some of the runs.
   */
  writeRuns(runs: readonly RunToStore[], writer?: BundleWriter): Promise<void>
  /** The digests given with the last write of each run. Omits runs without a digest and runs that are not stored. */
  digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>>
  /**
   * Keeps rows that belong to no run, apart from all runs. Keeping a row again replaces its reason. A row stays here
   * even if a later write places it. Throws `JsonTooDeepError` for a row of more than `JSON_DEPTH_MAX` levels, counting
   * the row itself as the first.
   */
  keepUnplaced(rows: readonly UnplacedRow[], writer?: BundleWriter): Promise<void>
  /** Call this after writing many runs: the store updates its query planner statistics. */
  settle(): Promise<void>
}

export interface RunWriter extends ImportWriter {
  /**
   * Makes the stored run exactly what the bundle says: rows that the bundle does not have are deleted. Writes and
   * reports only differences; writing a stored bundle again changes nothing. Also stores the run's session, with its
   * times widened by those that other runs reported, and only its times if another run owns it. The run belongs to
   * telemetry and is projected from the spans of `drawnFrom`, by default its own. Throws like `writeRuns`, and
   * `ScopeBreachError` for the session of another run.
   */
  replaceRun(session: Session, bundle: RunBundle, drawnFrom?: RunId): Promise<void>
  /**
   * Adds rows to a run, all or nothing. A row stored under the same key is replaced; an identical one changes nothing.
   * Throws `UnknownRunError` if the run is neither given nor stored, `StaleRowsError` if it has a later
   * revision than the batch or lacks a file's stored content, `ScopeBreachError` also if its session is neither given nor stored,
   * and otherwise like `writeRuns`. The run belongs to batch ingest. Returns the sessions of other writers, of which
   * only the times were widened.
   */
  mergeRun(batch: RunBatch): Promise<readonly SessionId[]>
}

/**
 * An event as JSON texts: each payload (null if there is none), and all other fields as one list. None contains a line
 * break.
 */
export type EventTexts = { readonly [Column in 'inputs' | 'outputs']: string | null } & {
  readonly [Column in 'meta' | 'fields']: string
}

/** Event texts that have been computed already. */
export type TextsOfEvents = ReadonlyMap<ExecutionEvent, EventTexts>
