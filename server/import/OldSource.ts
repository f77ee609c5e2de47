import type { RawRow, OldFile, OldTable } from './oldRows.ts'

/** A row that names no stored run, so that no run's reading would ever meet it. */
export type StrayRow = {
  readonly table: Extract<OldTable, 'execution_events' | 'files' | 'messages'>
  readonly row: RawRow
}

/** Rows of any number, some at a time, for a promise for each row would take longer than the row. */
export type Pages<Row> = AsyncIterable<readonly Row[]>

export type OldSize = { readonly runs: number; readonly events: number }

/**
 * An old database to read from, and only to read. A source streams: it never holds more than a page of sessions, runs
 * or one run's rows at a time, so that a database of any size can be imported. Nodes and edges are few and are read
 * whole, because an old edge, and a name that many runs share, can be placed only by looking at all of them.
 *
 * Rows are handed over as they are. A source neither checks nor mends, and it rejects only where it cannot be read.
 */
export interface OldSource {
  sessions(): Pages<RawRow>
  runs(): Pages<RawRow>
  nodes(): Pages<RawRow>
  edges(): Pages<RawRow>
  /** Rows whose `run_id` is exactly this text. */
  eventsOfRun(run_id: string): Pages<RawRow>
  filesOfRun(run_id: string): Pages<RawRow>
  messagesOfRun(run_id: string): Pages<RawRow>
  /** Events, files and messages whose `run_id` is null or names no stored run. */
  strays(): Pages<StrayRow>
  /** How much there is to read, so that a reader can tell how far it is. */
  size(): Promise<OldSize>
  /** Ids of events that events of another run name as their parents, each once or more often. */
  parentEventsElsewhere(): Pages<string>
  /** The bytes of a file; undefined where the source knows only that it existed, as real old databases do. */
  contentOf(file: OldFile): Promise<Uint8Array<ArrayBuffer> | undefined>
}
