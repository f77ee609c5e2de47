import type { RawRow, OldFile, OldTable } from './oldRows.ts'

/** A row that refers to no stored run, so that reading runs one by one would never find it. */
export type StrayRow = {
  readonly table: Extract<OldTable, 'execution_events' | 'files' | 'messages'>
  readonly row: RawRow
}

/** Any number of rows in pages, because a promise per row would cost more than the row. */
export type Pages<Row> = AsyncIterable<readonly Row[]>

export type OldSize = { readonly runs: number; readonly events: number }

/**
 * An old database, read-only. A source streams: it never holds more than a page of sessions, runs or one run's rows,
 * so a database of any size can be imported. The few nodes and edges are read as a whole, because an old edge, or a
 * name that many runs share, can be placed only by looking at all of them.
 *
 * Rows are returned unchanged. A source neither checks nor repairs them, and rejects only if it cannot be read.
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
  /** Events, files and messages whose `run_id` is null or refers to no stored run. */
  strays(): Pages<StrayRow>
  /** The total number of rows, so that progress can be shown. */
  size(): Promise<OldSize>
  /** Ids of events that are parents of events in another run; may contain duplicates. */
  parentEventsElsewhere(): Pages<string>
  /** The content of a file; undefined if the source only records its existence, as real old databases do. */
  contentOf(file: OldFile): Promise<Uint8Array<ArrayBuffer> | undefined>
}
