import type { Unit } from './Unit.ts'

/** Inferred edges of one run at most, for what is drawn must stay readable; beyond, each unit follows only the last that ended. */
export const TIME_EDGES_MAX = 10_000

const millisecond = (microseconds: number): number => Math.floor(microseconds / 1000)

/**
 * Who went before a unit, by time, among siblings: A before B if A began earlier and ended no later than B began. JavaScript
 * starts spans at whole milliseconds and ends them between, so that work done one after another overlaps by up to one:
 * times are compared as milliseconds, with one to spare. Only units on one clock are compared.
 *
 * Ask for each sibling in the order of starts, and tell by `follow` who it follows, whatever told so. A unit that
 * something already followed is then no longer directly before a later one: this is the transitive reduction. Linear in
 * units and edges, but for one sort.
 */
export class TimeOrder {
  /** Siblings by end, latest first, so that the next one to end is popped. */
  readonly #running: Unit[]
  readonly #ended: Unit[] = []
  readonly #open = new Map<string, Set<Unit>>()
  readonly #followed = new Map<Unit, readonly Unit[]>()

  constructor(siblings: readonly Unit[]) {
    this.#running = siblings
      .filter(({ end }) => end !== null)
      .sort((a, b) => (b.end ?? 0) - (a.end ?? 0) || (a.key < b.key ? 1 : -1))
  }

  /** Those that ended before the unit began and that nothing else follows yet. */
  before(unit: Unit): readonly Unit[] {
    const now = millisecond(unit.start) + 1
    for (
      let last = this.#running.at(-1);
      last?.end != null && millisecond(last.end) <= now;
      last = this.#running.at(-1)
    ) {
      this.#ended.push(last)
      this.#running.pop()
    }
    // Those of the same moment stay apart until something later begins.
    for (const one of this.#ended.splice(0)) {
      if (one.start >= unit.start || one === unit) this.#ended.push(one)
      else this.#settle(one)
    }
    return [...(this.#open.get(unit.clock) ?? [])]
  }

  follow(unit: Unit, earlier: readonly Unit[]): void {
    this.#followed.set(unit, earlier)
  }

  #settle(one: Unit): void {
    for (const earlier of this.#followed.get(one) ?? []) this.#open.get(earlier.clock)?.delete(earlier)
    const open = this.#open.get(one.clock)
    if (open) open.add(one)
    else this.#open.set(one.clock, new Set([one]))
  }
}
