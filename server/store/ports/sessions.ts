import type { SessionRow } from '#contract/summaries.ts'
import type { PageRequest, Slice } from './page.ts'

export interface SessionRepository {
  /** Sorted by last activity (else creation), latest first, then session_id descending. */
  listSessions(page: PageRequest): Promise<Slice<SessionRow>>
}
