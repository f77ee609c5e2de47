import type { IntegrityRepository } from './integrity.ts'
import type { ChangeFeed } from './changes.ts'
import type { DemoStore } from './demo.ts'
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
 * What the server needs from a store. The scope is the first parameter and never optional: a filter may be omitted, a
 * run may not. All readers return plain wire rows. Sorting is total and the same in every implementation: texts compare
 * by Unicode code point (`COLLATE "C"`), and missing sort values use the stand-ins in `order.ts`.
 *
 * A method that finds nothing returns undefined or an empty list. It throws only if the store itself failed
 * (`StoreUnavailableError`) or the caller broke its contract.
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

/** An open store: one engine, its readers and its writer. */
export type Store = {
  readonly engine: Health['database']
  readonly repositories: Repositories
  readonly writer: RunWriter
  readonly changes: ChangeFeed
  readonly spans: SpanStore
  readonly demo: DemoStore
  /**
   * One round trip that reads and writes, so that a hung engine is noticed. Rejects with `StoreUnavailableError`, or
   * with `StoreDamagedError` once any request has met damage.
   */
  ping(): Promise<void>
  /**
   * One small step of maintenance that the engine does not do by itself. Call it about once a second, or after the
   * number of milliseconds that it returns. Missing if there is nothing to maintain.
   */
  readonly upkeep?: () => Promise<number | undefined>
  /** Resolves if the store failed in a way that only a new process can fix. */
  readonly lost?: Promise<StoreUnavailableError>
  close(): Promise<void>
}
