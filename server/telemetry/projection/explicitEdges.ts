import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import { bySpanOrder, type TreeSpan } from './spanTree.ts'
import { byCandidateOrder, type NodeCandidate } from './NodeCandidate.ts'

/**
 * The explicit source of each candidate. `graph.node.parent_id` refers to the latest earlier candidate with that
 * graph id (ids are often names, so a handoff back makes a new candidate, not a cycle). A handoff refers to the next
 * candidate of its target.
 */
export function* explicitSources(
  candidates: readonly NodeCandidate[],
  candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): Steps<(candidate: NodeCandidate) => readonly NodeCandidate[]> {
  const byKey = new Map(candidates.map((candidate) => [candidate.key, candidate]))
  const byGraphId = indexed(candidates, candidateOf)
  yield
  const handed = handoffs(candidates, candidateOf, roles)
  yield
  return (candidate) => {
    const parent = candidate.namedParent === undefined ? undefined : byKey.get(candidate.namedParent)
    if (parent !== undefined) return [parent]
    const { graph } = candidate
    if (graph?.parent_id !== undefined) {
      const latest = lastBefore(byGraphId.get(graph.parent_id) ?? [], candidate)
      if (latest !== undefined) return [latest]
    }
    const giver = handed.get(candidate)
    return giver === undefined ? [] : [giver]
  }
}

/** The last of the sorted candidates before this one. */
function lastBefore(candidates: readonly NodeCandidate[], candidate: NodeCandidate): NodeCandidate | undefined {
  let [low, high] = [0, candidates.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = candidates[middle]
    if (one !== undefined && one !== candidate && byCandidateOrder(one, candidate) < 0) low = middle + 1
    else high = middle
  }
  return candidates[low - 1]
}

/** The candidates by graph id, including ids of calls within them, in candidate order. */
function indexed(
  candidates: readonly NodeCandidate[],
  candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>,
): ReadonlyMap<string, readonly NodeCandidate[]> {
  const index = new Map<string, Set<NodeCandidate>>()
  const add = (id: string, candidate: NodeCandidate) => {
    const known = index.get(id)
    if (known) known.add(candidate)
    else index.set(id, new Set([candidate]))
  }
  for (const candidate of candidates) if (candidate.graph) add(candidate.graph.id, candidate)
  for (const [{ span }, candidate] of candidateOf)
    if (span.graph && span.graph.id !== candidate.graph?.id) add(span.graph.id, candidate)
  return new Map([...index].map(([id, found]) => [id, [...found].sort(byCandidateOrder)]))
}

function handoffs(
  candidates: readonly NodeCandidate[],
  candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): ReadonlyMap<NodeCandidate, NodeCandidate> {
  const given = new Map<NodeCandidate, NodeCandidate>()
  const byName = new Map(
    [...groupBy(candidates, ({ name }) => name)].map(([name, list]) => [name, new FreeCandidates(list)]),
  )
  const calls = [...candidateOf].filter(([one]) => one.span.handoffTo !== undefined && roles.get(one) !== 'noise')
  for (const [{ span }, giver] of calls.sort(([a], [b]) => bySpanOrder(a.span, b.span))) {
    const next = byName.get(span.handoffTo ?? '')?.take(span.start - 1000, giver)
    if (next !== undefined) given.set(next, giver)
  }
  return given
}

/** Candidates in the order of starts, each of which can be taken once. */
class FreeCandidates {
  readonly #candidates: readonly NodeCandidate[]
  /** For each index, the next one that may still be free. Paths are compressed as they are walked. */
  readonly #next: number[]

  constructor(candidates: readonly NodeCandidate[]) {
    this.#candidates = candidates
    this.#next = Array.from({ length: candidates.length + 1 }, (_, index) => index)
  }

  /** Takes the first free candidate that started at or after this time, other than the given one. */
  take(from: number, except: NodeCandidate): NodeCandidate | undefined {
    let [low, high] = [0, this.#candidates.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#candidates[middle]?.start ?? 0) < from) low = middle + 1
      else high = middle
    }
    let at = this.#free(low)
    if (this.#candidates[at] === except) at = this.#free(at + 1)
    const candidate = this.#candidates[at]
    if (candidate !== undefined) this.#next[at] = at + 1
    return candidate
  }

  #free(from: number): number {
    const last = this.#candidates.length
    let at = Math.min(from, last)
    for (let next = this.#next[at] ?? last; next !== at; next = this.#next[at] ?? last) {
      const beyond = this.#next[next] ?? last
      this.#next[at] = beyond
      at = beyond
    }
    return at
  }
}
