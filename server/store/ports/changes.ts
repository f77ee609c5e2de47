import type { EventId, NodeId, RunId } from '#contract/ids.ts'

/** What was written into one run between two of its sequence numbers. Lists hold each id once. */
export type RunChanges = {
  /** Nodes that were written, or whose events, files or messages were; without those that are gone. */
  readonly nodes: readonly NodeId[]
  readonly removed_nodes: readonly NodeId[]
  /** Whether nodes or edges came or went, or an edge is another now. */
  readonly topology: boolean
  readonly events: readonly ChangedEvent[]
  readonly removed_events: readonly EventId[]
  readonly files: boolean
  readonly messages: boolean
}
export type ChangedEvent = { readonly event_id: EventId; readonly node_id: NodeId | null; readonly is_new: boolean }

/** Runs that were written between two moments. */
export type WrittenBetween = {
  /** Names the later one. To be handed back as it is. */
  readonly mark: string
  /** In no particular order, each once. */
  readonly run_ids: readonly RunId[]
  /** Whether more were written than are named, or any run was deleted. */
  readonly more: boolean
}

/**
 * What was written, in the order of a number that each run counts for itself under the lock of its row: a number that is
 * visible has no lower one that is still to come, as a sequence of the database would have (the lower of two numbers can
 * be committed later, and whoever asked for what follows the higher one never sees it).
 */
export interface ChangeFeed {
  /** Stands for this very database: another one answers with another text. */
  epoch(): Promise<string>
  /** The number of the last write of the run; undefined where the run is not stored. */
  sequenceOf(run_id: RunId): Promise<number | undefined>
  /**
   * Names what the run holds since its last write: another text after each write, which none ever bore before, in this
   * database or in another. Undefined where the run is not stored.
   */
  stateOf(run_id: RunId): Promise<string | undefined>
  /**
   * What was written after `seq`, and the number up to which it was. Undefined where that is not known any more, or was
   * too much to note down, as an import is: read the run anew.
   */
  changesSince(run_id: RunId, seq: number): Promise<{ readonly seq: number; readonly changes: RunChanges } | undefined>
  /**
   * The runs that were written after the moment of `mark`, at most `limit` of them; none where no mark is given. No write
   * is left out and none is told twice, whatever order transactions began and ended in. Costs as much as is answered.
   */
  writtenSince(mark: string | undefined, limit: number): Promise<WrittenBetween>
  /**
   * Calls the listener soon after a commit that wrote these runs, here or by another server; it may name runs that are not
   * stored. An empty list means that any run may have been written: listening has begun, or began again after it broke.
   * A call may be lost, as when the server that wrote ends before it told anybody. Returns how to stop that.
   */
  subscribe(listener: (run_ids: readonly RunId[]) => void): () => void
  /**
   * Forgets what was written more than an hour ago, some thousand writes at most; answers whether there may be more. To be
   * called every few minutes by a server that runs on.
   */
  pruneChanges(): Promise<boolean>
}
