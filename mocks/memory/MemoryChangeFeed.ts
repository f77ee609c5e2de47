import type { RunId } from '#contract/ids.ts'
import type { ChangeFeed, RunChanges } from '#server/live/ChangeFeed.ts'
import { isTooMuch, mergeChanges, WRITES_NOTED_MAX } from '#server/live/mergeChanges.ts'
import type { MemoryData } from './memoryData.ts'

export class MemoryChangeFeed implements ChangeFeed {
  readonly #data: MemoryData
  readonly #epoch = crypto.randomUUID()

  constructor(data: MemoryData) {
    this.#data = data
  }

  async epoch(): Promise<string> {
    return this.#epoch
  }

  async sequenceOf(run_id: RunId): Promise<number | undefined> {
    return this.#data.runs.has(run_id) ? this.#data.revisions.get(run_id) : undefined
  }

  async changesSince(run_id: RunId, seq: number) {
    const newest = await this.sequenceOf(run_id)
    if (newest === undefined || seq > newest || newest - seq > WRITES_NOTED_MAX) return undefined
    const noted = this.#data.changes.get(run_id)
    const writes: RunChanges[] = []
    for (let one = seq + 1; one <= newest; one += 1) {
      const write = noted?.get(one)
      if (!write) return undefined
      writes.push(write)
    }
    const changes = mergeChanges(writes)
    return isTooMuch(changes) ? undefined : { seq: newest, changes }
  }

  subscribe(listener: (run_ids: readonly RunId[]) => void): () => void {
    const own = (run_ids: readonly RunId[]) => listener(run_ids)
    this.#data.changeListeners.add(own)
    return () => this.#data.changeListeners.delete(own)
  }

  async pruneChanges(): Promise<void> {
    for (const [run_id, writes] of this.#data.changes) {
      const oldest = (this.#data.revisions.get(run_id) ?? 0) - WRITES_NOTED_MAX
      for (const seq of writes.keys()) if (seq <= oldest) writes.delete(seq)
    }
  }
}
