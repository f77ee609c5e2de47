import { SESSION_CUTS } from '#contract/cuts.ts'
import type { SessionRow } from '#contract/summaries.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import type { SessionRepository } from '../ports/sessions.ts'
import { sessionKey } from '../order.ts'
import type { MemoryData } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

export class MemorySessionRepository implements SessionRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listSessions(page: PageRequest): Promise<Slice<SessionRow>> {
    const runCounts = new Map<string, number>()
    for (const { run } of this.#data.runs.values())
      runCounts.set(run.session_id, (runCounts.get(run.session_id) ?? 0) + 1)
    const rows = [...this.#data.sessions.values()].map((session) => ({
      ...session,
      run_count: runCounts.get(session.session_id) ?? 0,
    }))
    return pageOfRows(rows, sessionKey, 'descending', page, SESSION_CUTS)
  }
}
