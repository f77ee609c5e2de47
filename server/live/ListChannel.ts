import type { ListChange, ListHello } from '#contract/stream.ts'
import type { RunRepository } from '#server/store/ports/runs.ts'
import type { ChangeFeed } from '#server/store/ports/changes.ts'
import { CoalescingTask } from './CoalescingTask.ts'
import { sseEvent } from './sse.ts'
import { Subscribers } from './Subscribers.ts'

const GATHER_MS = 100
/** Maximum number of runs in a frame. If more changed, as in an import, reading the list again is faster. */
const RUNS_MAX = 20

export type ListParts = {
  readonly changes: Pick<ChangeFeed, 'writtenSince'>
  readonly runs: Pick<RunRepository, 'findListedRun'>
}

/** All subscribers to the run list. The store is asked which runs changed; a call only says when to ask. */
export class ListChannel {
  readonly #parts: ListParts
  readonly #subscribers: Subscribers
  readonly #sending = new CoalescingTask(() => this.#sendNews(), GATHER_MS)
  /** Everything written up to this mark has been sent. */
  #mark: string
  #isAnything = false

  /** `mark`: a mark taken before the first reader reads the list. */
  constructor(parts: ListParts, mark: string, onEmpty: () => void) {
    this.#parts = parts
    this.#mark = mark
    this.#subscribers = new Subscribers(onEmpty)
  }

  open(epoch: string): ReadableStream<Uint8Array> {
    const hello: ListHello = { scope: {}, epoch }
    return this.#subscribers.add([sseEvent('hello', hello)])
  }

  /** Call this when runs were written, or may have been without a notification. */
  wake(): void {
    this.#sending.ask()
  }

  /** Call this when nothing known about the store can be relied on any more: readers must read the whole list again. */
  wakeWhole(): void {
    this.#isAnything = true
    this.#sending.ask()
  }

  beat(bytes: Uint8Array): void {
    this.#subscribers.send(bytes)
  }

  close(): void {
    this.#sending.stop()
    this.#subscribers.endAll()
  }

  async #sendNews(): Promise<void> {
    const isAnything = this.#isAnything
    this.#isAnything = false
    try {
      const { mark, run_ids, more } = await this.#parts.changes.writtenSince(this.#mark, RUNS_MAX)
      const isWhole = isAnything || more
      const found = isWhole ? [] : await Promise.all(run_ids.map((run_id) => this.#parts.runs.findListedRun(run_id)))
      const runs = found.flatMap((run) => run ?? [])
      this.#mark = mark
      if (!isWhole && run_ids.length === 0) return
      // A run that is no longer found has left the list.
      const frame: ListChange = { scope: {}, runs, more: isWhole || runs.length < run_ids.length }
      this.#subscribers.send(sseEvent('runs', frame))
    } catch (error) {
      this.#isAnything ||= isAnything
      throw error
    }
  }
}
