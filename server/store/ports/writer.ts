import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { RunId, SessionId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import type { OriginWriter } from './origin.ts'

/** A file to store; `content` is undefined where only its existence was recorded. `has_content` follows from it. */
export type NewFile = Omit<RunFile, 'has_content'> & { readonly content: Uint8Array<ArrayBuffer> | undefined }

/** A file of a batch. `stored`: the content that the file has in the store stays, with its hash and size, whatever the row says of them. */
export type BatchFile = Omit<NewFile, 'content'> & { readonly content: NewFile['content'] | 'stored' }

/**
 * All that is known of one run. Every row bears this run's id, and the nodes that rows name are among `nodes`; a writer
 * refuses the whole bundle otherwise.
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
 * Rows to add to one run, or to replace by their keys. `run` undefined: the run is stored already. Nodes that rows name
 * are in the batch or stored.
 */
export type RunBatch = Omit<RunBundle, 'run' | 'files'> & {
  readonly files: readonly BatchFile[]
  readonly run_id: RunId
  readonly run: WorkflowRun | undefined
  readonly sessions: readonly Session[]
  /**
   * The number of the run's last write that the rows were made from, 0 where it was not stored. Not given by whoever does
   * not mind what was written since.
   */
  readonly madeFrom?: number
}

/** A row of an old database that belongs to no run, as it was read. Its key and run are no ids of ours, only what it says. */
export type UnplacedRow = {
  readonly old_table: string
  /** Empty where the row has no key. */
  readonly old_key: string
  readonly run_id: string | null
  /** Why it has no place, as a word and as a sentence. */
  readonly kind: string
  readonly reason: string
  readonly row: JsonObject
}

export type RunToStore = {
  readonly bundle: RunBundle
  /** What the caller will know these very rows by when it comes again. */
  readonly digest?: string
  /** What `eventTexts` makes of the bundle's events, where the caller has made it already. */
  readonly texts?: TextsOfEvents
}

/** Who stores whole runs: all but telemetry. */
export type BundleWriter = Exclude<OriginWriter, 'telemetry'>

/** What an import writes with. What the writer is, an import where nothing is said, owns what it stores: see docs/adr/0016. */
export interface ImportWriter {
  /**
   * Stores sessions; one that the writer stored already is replaced. Of one that another writer made only the times are
   * widened: these are answered with.
   */
  writeSessions(sessions: readonly Session[], writer?: BundleWriter): Promise<readonly SessionId[]>
  /** Stores one run, as `writeRuns` does. */
  writeRun(bundle: RunBundle, writer?: BundleWriter): Promise<void>
  /**
   * Stores runs, all or nothing, in one transaction; rows already stored under the same key are replaced.
   * Throws `ScopeBreachError` for a row of another run or a reference to a node that is not in its bundle, stored or not,
   * `JsonTooDeepError` for a payload of more than `JSON_DEPTH_MAX` levels, and `OtherOriginError` where another writer made
   * some of the runs.
   */
  writeRuns(runs: readonly RunToStore[], writer?: BundleWriter): Promise<void>
  /** The digests that the last writes of the runs gave; without those that gave none, and runs that are not stored. */
  digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>>
  /**
   * Keeps rows that belong to no run, apart from all runs. Keeping a row again replaces why it has no place; a row stays
   * kept also where a later write gives it one. Throws `JsonTooDeepError` for a row of more than `JSON_DEPTH_MAX` levels, the row itself being the first.
   */
  keepUnplaced(rows: readonly UnplacedRow[]): Promise<void>
  /** To be called after many runs were written: lets the store bring up to date what it plans its reads by. */
  settle(): Promise<void>
}

export interface RunWriter extends ImportWriter {
  /**
   * Makes a run, stored or not, exactly what the bundle says: rows that it does not have go. Writes, and tells of, only
   * what differs; a bundle that is stored already changes nothing. Stores the session of the run too, its
   * times widened by what other runs told of it, and nothing but its times where another run made it. The run is
   * telemetry's, drawn from the spans of `drawnFrom`, or of itself. Throws as `writeRuns` does, and `ScopeBreachError` for
   * the session of another run.
   */
  replaceRun(session: Session, bundle: RunBundle, drawnFrom?: RunId): Promise<void>
  /**
   * Adds rows to a run, all or nothing; a row stored under the same key is replaced, and one that is stored alike changes
   * nothing. Throws `UnknownRunError` where the run is neither given nor stored, `StaleRowsError` where it was written
   * after `madeFrom` or does not have a file's stored content, `ScopeBreachError` also where its session is neither given nor
   * stored, else as `writeRuns` does. The run is a batch's. Answers with the sessions of other writers, of which only the
   * times were widened.
   */
  mergeRun(batch: RunBatch): Promise<readonly SessionId[]>
}

/** An event as JSON texts: each payload, null where there is none, and all other fields as one list. None has a line break. */
export type EventTexts = { readonly [Column in 'inputs' | 'outputs']: string | null } & {
  readonly [Column in 'meta' | 'fields']: string
}

/** Texts of events that were made already. */
export type TextsOfEvents = ReadonlyMap<ExecutionEvent, EventTexts>
