import type { NodeCandidate } from './NodeCandidate.ts'

/** Inferred edges of one run at most, for what is drawn must stay readable; beyond, each candidate follows only the last that ended. */
export const TIME_EDGES_MAX = 10_000

const millisecond = (microseconds: number): number => Math.floor(microseconds / 1000)

/**
 * Who went before a candidate, by time, among siblings: A before B if A began earlier and ended no later than B began. JavaScript
 * starts spans at whole milliseconds and ends them between, so that work done one after another overlaps by up to one:
 * times are compared as milliseconds, with one to spare. Only candidates on one clock are compared.
 *
 * Ask for each sibling in the order of starts, and tell by `follow` who it follows, whatever told so. A candidate that
 * something already followed is then no longer directly before a later one: this is the transitive reduction. Linear in
 * candidates and edges, but for one sort.
 */
export class TimeOrder {
  /** Siblings by end, and by start, of which the first so many were passed. */
  readonly #byEnd: readonly NodeCandidate[]
  readonly #byStart: readonly NodeCandidate[]
  #ended = 0
  #begun = 0
  /** Passed in one of the two orders. Who is passed in both is over, as far as the candidate that is asked for can tell. */
  readonly #half = new Set<NodeCandidate>()
  readonly #open = new Map<string, Set<NodeCandidate>>()
  /** All that ever were in `#open`, in the order in which they came there. */
  readonly #settled = new Map<string, NodeCandidate[]>()
  readonly #followed = new Map<NodeCandidate, readonly NodeCandidate[]>()

  constructor(siblings: readonly NodeCandidate[]) {
    const ended = siblings.filter(({ end }) => end !== null)
    this.#byEnd = ended.toSorted(byEnd)
    this.#byStart = ended.toSorted((a, b) => a.start - b.start)
  }

  /** Notes that the time of a candidate has come; before anything else is asked of it. */
  reach(candidate: NodeCandidate): void {
    const now = millisecond(candidate.start) + 1
    const over: NodeCandidate[] = []
    const pass = (one: NodeCandidate) => {
      if (this.#half.delete(one)) over.push(one)
      else this.#half.add(one)
    }
    for (let one = this.#byEnd[this.#ended]; one?.end != null && millisecond(one.end) <= now;) {
      pass(one)
      one = this.#byEnd[++this.#ended]
    }
    // Those of the same moment stay apart until something later begins.
    for (let one = this.#byStart[this.#begun]; one !== undefined && one.start < candidate.start;) {
      pass(one)
      one = this.#byStart[++this.#begun]
    }
    for (const one of over.sort(byEnd)) this.#settle(one)
  }

  /** Those that ended before the candidate began and that nothing else follows yet. */
  before(candidate: NodeCandidate): readonly NodeCandidate[] {
    return [...(this.#open.get(candidate.clock) ?? [])]
  }

  /** The last of these that is as wanted, as a list of one or none. Looks no further back than a little. */
  lastBefore({ clock }: NodeCandidate, isWanted: (one: NodeCandidate) => boolean): readonly NodeCandidate[] {
    const open = this.#open.get(clock)
    const settled = this.#settled.get(clock) ?? []
    while (settled.length > 0) {
      const last = settled.at(-1)
      if (last === undefined || open?.has(last) === true) break
      settled.pop()
    }
    const found = settled.slice(-LOOK_BACK).findLast((one) => open?.has(one) === true && isWanted(one))
    return found === undefined ? [] : [found]
  }

  follow(candidate: NodeCandidate, earlier: readonly NodeCandidate[]): void {
    this.#followed.set(candidate, earlier)
  }

  #settle(one: NodeCandidate): void {
    for (const earlier of this.#followed.get(one) ?? []) this.#open.get(earlier.clock)?.delete(earlier)
    const open = this.#open.get(one.clock)
    if (open) open.add(one)
    else this.#open.set(one.clock, new Set([one]))
    const settled = this.#settled.get(one.clock)
    if (settled) settled.push(one)
    else this.#settled.set(one.clock, [one])
  }
}

const LOOK_BACK = 100

const byEnd = (a: NodeCandidate, b: NodeCandidate): number => (a.end ?? 0) - (b.end ?? 0) || (a.key < b.key ? -1 : 1)
