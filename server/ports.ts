import type {
  DAGEdge,
  DAGNode,
  EventRow,
  ExecutionEvent,
  FileRow,
  Message,
  MessageRow,
  RunFile,
  Session,
  WorkflowRun,
} from '#contract/entities.ts'
import type { ColumnPart } from '#contract/columns.ts'
import type { Cut } from '#contract/cuts.ts'
import type { IntegrityRepository } from './integrity/IntegrityRepository.ts'
import type { ChangeFeed } from './live/ChangeFeed.ts'
import type { OriginWriter } from './RunOrigin.ts'
import type { RunWriter, UnplacedRow } from './RunWriter.ts'
import type { StoreUnavailableError } from './storeErrors.ts'
import type { SpanStore } from './telemetry/SpanStore.ts'
import type { Health } from '#contract/health.ts'
import type { SearchHit, SearchKind } from '#contract/search.ts'
import type { EventId, FileId, MessageId, NodeId, NodeRef, RunId, SessionId } from '#contract/ids.ts'
import type { EnrichedNode, ExecutionSummary, RunFacets, RunRow, SessionRow } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { EventType, RunStatus } from '#contract/words.ts'

/**
 * What the services need of a store. Scope comes first and is never optional: a filter may be left out, a run may not.
 * All readers answer with plain wire rows. Sorting is total and the same in every implementation: texts compare by
 * Unicode code point (`COLLATE "C"`), and a missing sort value takes the stand-in that `keyset.ts` names.
 *
 * A method that finds nothing answers undefined or an empty list; it throws only where the store itself failed
 * (`StoreUnavailableError`) or was given what it must never be given.
 */

/** The sort values of the last row of the former page, in the order of the list's sort columns. */
export type Keyset = readonly (string | number)[]

export type PageRequest = {
  /** Rows to return at most; 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number
  readonly after: Keyset | undefined
  /** Bytes of JSON after which the page ends, `PAGE_BYTES_MAX` where none is given. Every page has at least one row. */
  readonly bytes?: number | undefined
}

/**
 * Rows of one page, how many rows match in all, and where the next page begins; undefined on the last. Long texts of the
 * rows are cut, see contract/cuts.ts.
 */
export type Slice<Row> = {
  readonly rows: readonly Row[]
  readonly total: number
  /** More match than were counted. */
  readonly total_is_capped?: true
  readonly next: Keyset | undefined
}

export type RunFilter = {
  readonly session_id?: SessionId | undefined
  readonly status?: readonly RunStatus[] | undefined
  readonly mode?: string | undefined
  readonly agent?: string | undefined
  /**
   * Found in the first `RUN_SEARCH_MAX` characters of the task, agent, model or session name, in the session id, or at the
   * beginning of the run id; ASCII case is ignored.
   */
  readonly q?: string | undefined
  /** Bounds of `started_at`: since ≤ started_at < until. A run without a start matches neither. */
  readonly since?: Timestamp | undefined
  readonly until?: Timestamp | undefined
}

export type EventFilter = {
  readonly event_type?: readonly EventType[] | undefined
  readonly agent?: string | undefined
  /** Found in the headline, agent, type, error message or either preview; ASCII case is ignored. */
  readonly q?: string | undefined
  readonly errors?: 'true' | undefined
}

export interface SessionRepository {
  /** By last activity (else creation), latest first, then session_id descending. */
  listSessions(page: PageRequest): Promise<Slice<SessionRow>>
}

export interface RunRepository {
  /**
   * By start, latest first, those without a start last, then run_id descending. With a filter at most `RUNS_COUNTED_MAX` runs
   * are counted.
   */
  listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>>
  /** The whole of it, however long its task is. */
  findRun(run_id: RunId): Promise<RunRow | undefined>
  /** As it stands in the list. */
  findListedRun(run_id: RunId): Promise<RunRow | undefined>
  /** Whether the run is stored; counts nothing, as `findRun` does. */
  hasRun(run_id: RunId): Promise<boolean>
  facets(): Promise<RunFacets>
  /** Whether any run is stored; the demo is loaded only where none is. */
  isEmpty(): Promise<boolean>
}

export interface NodeRepository {
  /**
   * By order_index (missing last), then node_id, each with the figures of its card, in one query for all; long texts are cut.
   * `among`: only those of these ids.
   */
  listEnrichedNodes(run_id: RunId, among?: readonly NodeId[]): Promise<readonly EnrichedNode[]>
  /** The whole of it. */
  findEnrichedNode(ref: NodeRef): Promise<EnrichedNode | undefined>
  /** Whether the run has the node; counts nothing, as `findEnrichedNode` does. */
  hasNode(ref: NodeRef): Promise<boolean>
  /** By from_node_id, then to_node_id; long conditions are cut. */
  listEdges(run_id: RunId): Promise<readonly EdgeRow[]>
  /**
   * How many other runs have a node of this id; `RUNS_COUNTED_MAX` and one of more. Reads keys only, never their rows' content.
   */
  countOtherRunsWithNodeId(ref: NodeRef): Promise<number>
  countEventsWithoutNode(run_id: RunId): Promise<number>
}

export interface EventRepository {
  /** By execution_order (missing last), time, event_id. */
  listEventsForNodeInRun(ref: NodeRef, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /** The same, for the whole run, also the events without a node. */
  listEventsForRun(run_id: RunId, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /**
   * Events with only what a timeline or a list draws, in the order of the lists, or backwards for the part `end`. The
   * page may ask for up to `COLUMN_ROWS_MAX` rows.
   */
  listEventBriefsForNodeInRun(ref: NodeRef, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  /** The same, for the whole run, also the events without a node. */
  listEventBriefsForRun(run_id: RunId, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  findEvent(run_id: RunId, event_id: EventId): Promise<ExecutionEvent | undefined>
  /**
   * The event and its descendants within the run, in execution order, at most `EVENT_TREE_MAX` of them, nearest first. Each event
   * once, also where the parents form a cycle. Empty where the run has no such event.
   */
  getEventTree(run_id: RunId, event_id: EventId): Promise<EventTree>
  /** The runs that have an event of this id, by run_id, at most `limit` of them. */
  runsOfEvent(event_id: EventId, limit: number): Promise<readonly RunId[]>
}
/** What a timeline or a list draws of an event; `started_us` and `completed_us` as `EventColumns` has them. */
export type EventBrief = Pick<
  EventRow,
  | 'run_id'
  | 'node_id'
  | 'event_id'
  | 'parent_event_id'
  | 'event_type'
  | 'event_subtype'
  | 'status'
  | 'agent_name'
  | 'model'
  | 'duration_ms'
  | 'execution_order'
  | 'depth'
  | 'is_error'
  | 'input_tokens'
  | 'output_tokens'
  | 'headline'
> & { readonly started_us: number | null; readonly completed_us: number | null }

/** `total` and `error_total` count the whole scope, whatever the part. */
export type BriefSlice = Slice<EventBrief> & { readonly error_total: number }

export type EventTree = { readonly rows: readonly EventRow[]; readonly truncated: boolean }

export interface FileRepository {
  /** By created_at (missing last), then file_id. */
  listFilesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<FileRow>>
  listFilesForRun(run_id: RunId, page: PageRequest): Promise<Slice<FileRow>>
  findFile(run_id: RunId, file_id: FileId): Promise<RunFile | undefined>
  /** Bytes `start` to `end` (exclusive) of the file's content; undefined where the file or its content is not stored. */
  readContent(run_id: RunId, file_id: FileId, start: number, end: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** Bytes of a name that a flow may have. Longer than any name of a node, and short enough to hold one for each message. */
export const FLOW_NAME_BYTES_MAX = 1000

/** An edge as a graph has it. */
export type EdgeRow = DAGEdge & { readonly cut?: Cut }

/** Messages of one node (or of none) from one sender to one recipient, as far as they were recorded. */
export type MessageFlow = Pick<Message, 'node_id' | 'sender' | 'recipient'>

export interface MessageRepository {
  /** By timestamp (missing last), then message_id. */
  listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<MessageRow>>
  /** `flows`: only messages of one of these; all messages where it is undefined. */
  listMessagesForRun(
    run_id: RunId,
    filter: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<MessageRow>>
  /** The whole of it, however long its content is. */
  findMessage(run_id: RunId, message_id: MessageId): Promise<Message | undefined>
  /**
   * Every flow of the run with the number of its messages, in no particular order. A sender or recipient of more than
   * `FLOW_NAME_BYTES_MAX` bytes names nobody, and its messages are of no flow.
   */
  countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]>
}

/** `searched`: rows looked through, the first ones in list order, of all that the run has of the kind. */
export type SearchSlice = Slice<SearchHit> & {
  readonly searched: { readonly rows: number; readonly of: number }
}

export interface SearchRepository {
  /**
   * Rows of one kind that contain the text, each once, in the order of their list; ASCII case is ignored. Payloads are
   * searched as their JSON text, in which the text may also stand escaped. Looks through `SEARCH_ROWS_MAX` rows at most,
   * and `SEARCH_TEXT_MAX` characters of a payload.
   */
  search(run_id: RunId, kind: SearchKind, q: string, page: PageRequest): Promise<SearchSlice>
}

/** Which rows of one run, and which sessions, are meant. */
export type RowKeys = {
  readonly session_ids: readonly SessionId[]
  readonly node_ids: readonly NodeId[]
  readonly edges: readonly Pick<DAGEdge, 'from_node_id' | 'to_node_id'>[]
  readonly event_ids: readonly EventId[]
  readonly file_ids: readonly FileId[]
  readonly message_ids: readonly MessageId[]
}

export type KeyedRows = {
  readonly run: WorkflowRun | undefined
  /** Who made the run, also where it is still to be drawn from spans that came; undefined where nobody did. */
  readonly writer: OriginWriter | undefined
  readonly sessions: readonly Session[]
  readonly nodes: readonly DAGNode[]
  readonly edges: readonly DAGEdge[]
  readonly events: readonly ExecutionEvent[]
  readonly files: readonly RunFile[]
  readonly messages: readonly Message[]
}

export interface RowRepository {
  /** The run, and those of its rows that have one of the keys, whole as they are stored and in no particular order. */
  findRows(run_id: RunId, keys: RowKeys): Promise<KeyedRows>
}

/** Figures are counted where the rows are; a summary never loads a run's events. */
export interface SummaryRepository {
  summarizeNode(ref: NodeRef): Promise<ExecutionSummary>
  summarizeRun(run_id: RunId): Promise<ExecutionSummary>
}

/** `row_digest` stands for the old table and all that the row holds: rows that are alike in everything are kept once. */
export type KeptRow = UnplacedRow & { readonly row_digest: string }

export interface UnplacedRepository {
  /** What imports left out of every run and kept, by row_digest. */
  listUnplaced(page: PageRequest): Promise<Slice<KeptRow>>
}

export type Repositories = {
  readonly sessions: SessionRepository
  readonly runs: RunRepository
  readonly nodes: NodeRepository
  readonly events: EventRepository
  readonly files: FileRepository
  readonly messages: MessageRepository
  readonly summaries: SummaryRepository
  readonly search: SearchRepository
  readonly integrity: IntegrityRepository
  readonly rows: RowRepository
  readonly unplaced: UnplacedRepository
}

/** A store in use: one engine, its readers and its writer. */
export type Store = {
  readonly engine: Health['database']
  readonly repositories: Repositories
  readonly writer: RunWriter
  readonly changes: ChangeFeed
  readonly spans: SpanStore
  /** One round trip that reads and writes, so that a wedged engine is noticed; rejects with `StoreUnavailableError`, and with `StoreDamagedError` once anybody met damage. */
  ping(): Promise<void>
  /**
   * A small piece of what the engine does not do by itself, to be called every second or so, or after as many milliseconds as
   * it answers with; not there where there is nothing to do.
   */
  readonly upkeep?: () => Promise<number | undefined>
  /** Resolves where the store failed in a way that only a new process can mend. */
  readonly lost?: Promise<StoreUnavailableError>
  close(): Promise<void>
}
