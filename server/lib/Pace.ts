/** Work that holds the thread no longer than this at a time leaves a server that answers. */
const SLICE_MS = 10

/**
 * Cuts long pure work into slices, between which everything else goes on: ask `isDue` often, and wait for `rest` where it
 * says so.
 */
export class Pace {
  #began = performance.now()

  get isDue(): boolean {
    return performance.now() - this.#began > SLICE_MS
  }

  /** Waits until what else is to be done has had a turn. A message, for timers are late by a millisecond or more. */
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

/** Pure work that may pause wherever it yields, so that it is written once and done at once or in slices. */
export type Steps<Result> = Generator<undefined, Result, undefined>

export async function inSlices<Result>(steps: Steps<Result>, pace: Pace): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    // oxlint-disable-next-line no-await-in-loop -- the pauses are what this is for
    if (pace.isDue) await pace.rest()
  }
}

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Does the work for each, in slices. */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  pace: Pace,
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [index, item] of items.entries()) {
    results.push(work(item, index))
    // oxlint-disable-next-line no-await-in-loop -- the pauses are what this is for
    if (pace.isDue) await pace.rest()
  }
  return results
}
