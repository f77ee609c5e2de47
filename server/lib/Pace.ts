/** Pure work that blocks the thread for no longer than this keeps the server responsive. */
const SLICE_MS = 10

/**
 * Cuts long pure work into slices, between which everything else can run: check `isDue` often, and await `rest` when it
 * is true.
 */
export class Pace {
  #began = performance.now()

  get isDue(): boolean {
    return performance.now() - this.#began > SLICE_MS
  }

  /** Waits until other work has had a turn. Uses a message, because timers are late by a millisecond or more. */
  async rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        port1.close()
        resolve()
      })
      port1.start()
      port2.postMessage(undefined)
    })
    this.#began = performance.now()
  }
}

/** Pure work that may pause at each yield, so that one implementation runs at once or in slices. */
export type Steps<Result> = Generator<undefined, Result, undefined>

export async function inSlices<Result>(steps: Steps<Result>, pace: Pace): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    // oxlint-disable-next-line no-await-in-loop -- this loop is meant to pause
    if (pace.isDue) await pace.rest()
  }
}

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Maps the items in slices. */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  pace: Pace,
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [index, item] of items.entries()) {
    results.push(work(item, index))
    // oxlint-disable-next-line no-await-in-loop -- this loop is meant to pause
    if (pace.isDue) await pace.rest()
  }
  return results
}
