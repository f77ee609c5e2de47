import type { RunId } from '#contract/ids.ts'

/** Event ids that stand in several old rows, and which run has each: the first that comes. */
export class RepeatedEvents {
  readonly #owners: Map<string, RunId | undefined>

  constructor(event_ids: readonly string[]) {
    this.#owners = new Map(event_ids.map((event_id) => [event_id, undefined]))
  }

  /** Whether the run may have the event; ids that occur once are anybody's. */
  claim(event_id: string, run_id: RunId): boolean {
    if (!this.#owners.has(event_id)) return true
    const owner = this.#owners.get(event_id) ?? run_id
    this.#owners.set(event_id, owner)
    return owner === run_id
  }
}
