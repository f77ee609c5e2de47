import type { NodeCandidate } from './NodeCandidate.ts'

/**
 * Maximum number of inferred edges in a run, so that the graph stays readable. Beyond it, each candidate follows only
 * the last one that ended.
 */
export const TIME_EDGES_MAX = 10_000

const millisecond = (microseconds: number): number => Math.floor(microseconds / 1000)

/**
 * Predecessors of a candidate by time, among siblings: A precedes B if A started earlier and ended no later than B
 * started. JavaScript starts spans at whole milliseconds but ends them in between, so sequential work overlaps by up
 * to one: times are compared in milliseconds, with a tolerance of one. Only candidates with the same clock are
 * compared.
 *
 * Query siblings in the order of starts, and report with `follow` which candidates each one follows, from any
 * evidence. A candidate that already has a successor no longer directly precedes later ones: this is the transitive
 * reduction. Linear in candidates and edges, except for one sort.
 */
export class TimeOrder {
  /** Siblings by end and by start, each with the number already passed. */
  readonly #byEnd: readonly NodeCandidate[]
  readonly #byStart: readonly NodeCandidate[]
  #ended = 0
  #begun = 0
  /**
   * Passed in one of the two orders. A sibling passed in both has ended, from the point of view of the current
   * candidate.
   */
  readonly #half = new Set<NodeCandidate>()
  readonly #open = new Map<string, Set<NodeCandidate>>()
  /** Everything that was ever in `#open`, in order of insertion. */
  readonly #settled = new Map<string, NodeCandidate[]>()
  readonly #followed = new Map<NodeCandidate, readonly NodeCandidate[]>()

  constructor(siblings: readonly NodeCandidate[]) {
    const ended = siblings.filter(({ end }) => end !== null)
    this.#byEnd = ended.toSorted(byEnd)
    this.#byStart = ended.toSorted((a, b) => a.start - b.start)
  }

  /** Advances to the start of a candidate. Call it before any other query for that candidate. */
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
    // Candidates with the same start stay separate until a later one starts.
    for (let one = this.#byStart[this.#begun]; one !== undefined && one.start < candidate.start;) {
      pass(one)
      one = this.#byStart[++this.#begun]
    }
    for (const one of over.sort(byEnd)) this.#settle(one)
  }

  /** Candidates that ended before this one started and that have no successor yet. */
  before(candidate: NodeCandidate): readonly NodeCandidate[] {
    return [...(this.#open.get(candidate.clock) ?? [])]
  }

  /** The last of them that matches, as a list of zero or one. Looks back only a limited distance. */
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
