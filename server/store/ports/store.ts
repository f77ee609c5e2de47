import type { IntegrityRepository } from './integrity.ts'
import type { ChangeFeed } from './changes.ts'
import type { RunWriter } from './writer.ts'
import type { StoreUnavailableError } from './errors.ts'
import type { SpanStore } from './spans.ts'
import type { Health } from '#contract/health.ts'
import type { SessionRepository } from './sessions.ts'
import type { RunRepository } from './runs.ts'
import type { NodeRepository } from './nodes.ts'
import type { EventRepository } from './events.ts'
import type { FileRepository } from './files.ts'
import type { MessageRepository } from './messages.ts'
import type { SearchRepository } from './search.ts'
import type { RowRepository } from './rows.ts'
import type { SummaryRepository } from './summaries.ts'
import type { UnplacedRepository } from './unplaced.ts'

/**
 * What the services need of a store. Scope comes first and is never optional: a filter may be left out, a run may not.
 * All readers answer with plain wire rows. Sorting is total and the same in every implementation: texts compare by
 * Unicode code point (`COLLATE "C"`), and a missing sort value takes the stand-in that `order.ts` names.
 *
 * A method that finds nothing answers undefined or an empty list; it throws only where the store itself failed
 * (`StoreUnavailableError`) or was given what it must never be given.
 */

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
