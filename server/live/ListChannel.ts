import type { RunId } from '#contract/ids.ts'
import type { ListChange, ListHello } from '#contract/stream.ts'
import type { RunRepository } from '#server/ports.ts'
import { Pulse } from './Pulse.ts'
import { sseEvent } from './sse.ts'
import { Subscribers } from './Subscribers.ts'

const GATHER_MS = 100
/** Runs that one frame tells of, at most. Where more changed, as in an import, reading the list again is quicker. */
const RUNS_MAX = 20

/** All who watch the list of runs. */
export class ListChannel {
  readonly #runs: Pick<RunRepository, 'findListedRun'>
  readonly #subscribers: Subscribers
  readonly #pulse = new Pulse(() => this.#sendNews(), GATHER_MS)
  #changed = new Set<RunId>()
  #isAnything = false

  constructor(runs: Pick<RunRepository, 'findListedRun'>, onEmpty: () => void) {
    this.#runs = runs
    this.#subscribers = new Subscribers(onEmpty)
  }

  open(epoch: string): ReadableStream<Uint8Array> {
    const hello: ListHello = { scope: {}, epoch }
    return this.#subscribers.add([sseEvent('hello', hello)])
  }

  /** To be called when these runs were written; none named means that any may have been. */
  wake(run_ids: readonly RunId[]): void {
    if (run_ids.length === 0) this.#isAnything = true
    for (const run_id of run_ids) if (this.#changed.size <= RUNS_MAX) this.#changed.add(run_id)
    this.#pulse.ask()
  }

  beat(bytes: Uint8Array): void {
    this.#subscribers.send(bytes)
  }

  close(): void {
    this.#pulse.stop()
    this.#subscribers.endAll()
  }

  async #sendNews(): Promise<void> {
    const changed = [...this.#changed]
    const more = this.#isAnything || changed.length > RUNS_MAX
    this.#changed = new Set()
    this.#isAnything = false
    const found = more ? [] : await Promise.all(changed.map((run_id) => this.#runs.findListedRun(run_id)))
    const runs = found.flatMap((run) => run ?? [])
    // A run that is not found any more left the list.
    const frame: ListChange = { scope: {}, runs, more: more || runs.length < changed.length }
    this.#subscribers.send(sseEvent('runs', frame))
  }
}
