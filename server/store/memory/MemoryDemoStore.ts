import type { DemoStore } from '../ports/demo.ts'
import { removeRun } from './drawnRuns.ts'
import type { MemoryData } from './memoryData.ts'

export class MemoryDemoStore implements DemoStore {
  readonly #data: MemoryData
  #wasRemoved = false

  constructor(data: MemoryData) {
    this.#data = data
  }

  async state(): Promise<{ readonly runs: number; readonly wasRemoved: boolean }> {
    return { runs: this.#runs().length, wasRemoved: this.#wasRemoved }
  }

  async remove(): Promise<number> {
    const { sessions, sessionOrigins, runs, origins, unplaced, unplacedBy, changeListeners } = this.#data
    this.#wasRemoved = true
    const gone = this.#runs()
    for (const run_id of gone) {
      removeRun(this.#data, run_id)
      origins.delete(run_id)
    }
    const used = new Set([...runs.values()].map(({ run }) => run.session_id))
    for (const [session_id, { writer }] of sessionOrigins) {
      if (writer !== 'demo' || used.has(session_id)) continue
      sessions.delete(session_id)
      sessionOrigins.delete(session_id)
    }
    for (const [digest, writer] of unplacedBy) {
      if (writer !== 'demo') continue
      unplaced.delete(digest)
      unplacedBy.delete(digest)
    }
    if (gone.length > 0) for (const listener of changeListeners) listener(gone)
    return gone.length
  }

  #runs() {
    const { runs, origins } = this.#data
    return [...runs.keys()].filter((run_id) => origins.get(run_id)?.writer === 'demo')
  }
}
