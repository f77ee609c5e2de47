import type { RunId } from '#contract/ids.ts'
import type { ChangeFeed, RunChanges, WrittenBetween } from '../ports/changes.ts'
import { isTooMuch, mergeChanges, WRITES_NOTED_MAX } from '../changes/mergeChanges.ts'
import type { MemoryData } from './memoryData.ts'

const AN_HOUR_MS = 3_600_000

export class MemoryChangeFeed implements ChangeFeed {
  readonly #data: MemoryData
  readonly #epoch = crypto.randomUUID()

  constructor(data: MemoryData) {
    this.#data = data
  }

  async epoch(): Promise<string> {
    return this.#epoch
  }

  async revisionOf(run_id: RunId): Promise<number | undefined> {
    return this.#data.runs.has(run_id) ? this.#data.revisions.get(run_id) : undefined
  }

  async stateOf(run_id: RunId): Promise<string | undefined> {
    const written = this.#data.runs.has(run_id) ? this.#data.written.get(run_id) : undefined
    return written && `${written.number}.${this.#epoch}`
  }

  async changesSince(run_id: RunId, since: number) {
    const newest = await this.revisionOf(run_id)
    if (newest === undefined || since > newest || newest - since > WRITES_NOTED_MAX) return undefined
    const noted = this.#data.changes.get(run_id)
    const writes: RunChanges[] = []
    for (let one = since + 1; one <= newest; one += 1) {
      const write = noted?.get(one)
      if (!write) return undefined
      writes.push(write.changes)
    }
    const changes = mergeChanges(writes)
    return isTooMuch(changes) ? undefined : { revision: newest, changes }
  }

  async writtenSince(mark: string | undefined, limit: number): Promise<WrittenBetween> {
    const { write, removal } = this.#data.last
    const since = mark === undefined ? write : Number(mark)
    const written = [...this.#data.written].filter(([, { number }]) => number > since).map(([run_id]) => run_id)
    return {
      mark: String(write),
      run_ids: written.slice(0, limit),
      more: written.length > limit || removal > since,
    }
  }

  subscribe(listener: (run_ids: readonly RunId[]) => void): () => void {
    const own = (run_ids: readonly RunId[]) => listener(run_ids)
    this.#data.changeListeners.add(own)
    return () => this.#data.changeListeners.delete(own)
  }

  async pruneChanges(): Promise<boolean> {
    const oldest = performance.now() - AN_HOUR_MS
    for (const writes of this.#data.changes.values())
      for (const [revision, { at }] of writes) if (at < oldest) writes.delete(revision)
    return false
  }
}
