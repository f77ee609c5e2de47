import type { EventId, NodeId, RunId } from '#contract/ids.ts'

/** What was written to one run between two of its sequence numbers. Each list holds an id once. */
export type RunChanges = {
  /** Nodes that were written, or whose events, files or messages were. Deleted nodes are not included. */
  readonly nodes: readonly NodeId[]
  readonly removed_nodes: readonly NodeId[]
  /** Whether nodes or edges were added or removed, or an edge changed. */
  readonly topology: boolean
  readonly events: readonly ChangedEvent[]
  readonly removed_events: readonly EventId[]
  readonly files: boolean
  readonly messages: boolean
}
export type ChangedEvent = { readonly event_id: EventId; readonly node_id: NodeId | null; readonly is_new: boolean }

/** Runs that were written between two marks. */
export type WrittenBetween = {
  /** Identifies the later mark. Opaque: pass it back unchanged. */
  readonly mark: string
  /** Unordered, without duplicates. */
  readonly run_ids: readonly RunId[]
  /** Whether there were more writes than listed here, or any run was deleted. */
  readonly more: boolean
}

/**
 * A feed of writes. Each run has its own counter, incremented under the lock of its row, so numbers become visible in
 * order. A database sequence would not guarantee that: the lower of two numbers can commit later, and a reader that
 * continues after the higher one would miss it.
 */
export interface ChangeFeed {
  /** Identifies this database. Another database returns a different text. */
  epoch(): Promise<string>
  /** The run's current revision: a number that each write increments. Undefined if the run is not stored. */
  revisionOf(run_id: RunId): Promise<number | undefined>
  /**
   * Identifies the run's contents. The text changes with each write and is never reused, in this database or any other.
   * Undefined if the run is not stored.
   */
  stateOf(run_id: RunId): Promise<string | undefined>
  /**
   * What was written after the revision `since`, and the last revision included. Undefined if that is no longer known or
   * was too much to record (an import, for example): read the whole run again.
   */
  changesSince(
    run_id: RunId,
    since: number,
  ): Promise<{ readonly revision: number; readonly changes: RunChanges } | undefined>
  /**
   * At most `limit` runs written after `mark`; none if no mark is given. Every write is reported exactly once, in
   * whatever order transactions begin and end. The cost is proportional to the result.
   */
  writtenSince(mark: string | undefined, limit: number): Promise<WrittenBetween>
  /**
   * Calls the listener soon after a commit that wrote these runs, on this server or another. The list may name runs
   * that are not stored. An empty list means that any run may have been written: listening has started, or restarted
   * after a failure. A call can be lost, for example when the writing server stops before it notifies. Returns a
   * function that unsubscribes.
   */
  subscribe(listener: (run_ids: readonly RunId[]) => void): () => void
  /**
   * Deletes records of writes older than an hour, a few thousand per call. Returns whether there may be more. A
   * long-running server calls this every few minutes.
   */
  pruneChanges(): Promise<boolean>
}
