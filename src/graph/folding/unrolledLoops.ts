import { addTo } from '#src/lib/addTo.ts'
import type { FoldInput } from './FoldInput.ts'
import { longestPaths } from './longestPaths.ts'
import { shownName } from './nodeKind.ts'

const LOOP_SUFFIX = /^(.+)#(\p{Nd}+)$/u

/** Nodes of one loop recorded round by round, such as `writer`, `critic`, `writer#2`, `critic#2`. */
export type UnrolledLoop = {
  readonly members: readonly number[]
  /** The members that begin a round, one per round. */
  readonly starts: readonly number[]
  readonly label: string
}

/** For each node the number of the loop in which it begins a round, counted from 1; 0 for other nodes. */
export function roundStartsOf(loops: readonly UnrolledLoop[], n: number): Int32Array {
  const result = new Int32Array(n)
  loops.forEach(({ starts }, at) => {
    for (const node of starts) result[node] = at + 1
  })
  return result
}

/** How many rounds these nodes form, the maximum over parallel loops; 1 without a loop. O(members). */
export function roundsIn(members: readonly number[], roundStarts: Int32Array): number {
  const rounds = new Map<number, number>()
  for (const node of members) {
    const loop = roundStarts[node] ?? 0
    if (loop > 0) rounds.set(loop, (rounds.get(loop) ?? 0) + 1)
  }
  return Math.max(1, ...rounds.values())
}

/**
 * Finds the loops that a trace unrolled: consecutive nodes named `name`, `name#2`, `name#3`, …, together with the nodes
 * that repeat between them. Nodes with such names that are not consecutive are siblings, not a loop. Drawn as one node,
 * a loop must not stand both before and after another node; such a loop is left unrolled. O((V + E) × (1 + passes that
 * leave loops unrolled)).
 */
export function unrolledLoops(input: FoldInput): readonly UnrolledLoop[] {
  const names = repeatedNames(input)
  if (names.every((name) => name === undefined)) return []
  const inner = input.edges.filter(([from, to]) => from !== to && names[from] && names[to])
  const groups = new Groups(input.nodes.length)
  for (const [from, to] of inner) groups.join(from, to)
  const layers = longestPaths(input.nodes.length, inner)
  const membersOf = new Map<number, number[]>()
  names.forEach((name, node) => {
    if (name !== undefined) addTo(membersOf, groups.find(node), node)
  })
  const loops = [...membersOf.values()].flatMap((members) => loopOf(members, names, layers) ?? [])
  return withoutTangles(input, loops)
}

type RoundName = { readonly key: string; readonly base: string; readonly round: number }

/** The name without its round, for nodes whose name occurs in several rounds under one parent. */
function repeatedNames({ nodes }: FoldInput): readonly (RoundName | undefined)[] {
  const names = nodes.map((node): RoundName => {
    const shown = shownName(node)
    const [, base = shown, digits] = LOOP_SUFFIX.exec(shown) ?? LOOP_SUFFIX.exec(node.node_id) ?? []
    return {
      key: `${node.parent_node_id ?? ''}\n${node.node_type}\n${base}`,
      base,
      round: digits === undefined ? 1 : Number(digits),
    }
  })
  const repeated = new Set(names.filter(({ round }) => round > 1).map(({ key }) => key))
  return names.map((name) => (repeated.has(name.key) ? name : undefined))
}

/** Undefined if the nodes with the first name do not follow one another. */
function loopOf(
  members: readonly number[],
  names: readonly (RoundName | undefined)[],
  layers: Int32Array,
): UnrolledLoop | undefined {
  const ordered = members.toSorted((a, b) => (layers[a] ?? 0) - (layers[b] ?? 0) || a - b)
  const [first = -1] = ordered
  const key = names[first]?.key
  const starts = ordered.filter((node) => names[node]?.key === key)
  const layersOfStarts = new Set(starts.map((node) => layers[node] ?? -1))
  if (starts.length < 2 || layersOfStarts.size < starts.length || layersOfStarts.has(-1)) return undefined
  const bases = new Set(ordered.map((node) => names[node]?.base ?? ''))
  return { members, starts, label: [...bases].join(' → ') }
}

/** Drops the loops that would close a cycle if each were drawn as one node. */
function withoutTangles(input: FoldInput, loops: readonly UnrolledLoop[]): readonly UnrolledLoop[] {
  const before = nodesOnCycles(input.nodes.length, input.edges)
  let kept = loops
  for (;;) {
    const loopOfNode = new Map(kept.flatMap((loop, at) => loop.members.map((node) => [node, at] as const)))
    const n = input.nodes.length
    const drawn = (node: number): number => {
      const loop = loopOfNode.get(node)
      return loop === undefined ? node : n + loop
    }
    const edges = input.edges.flatMap(([from, to]): (readonly [number, number])[] =>
      drawn(from) === drawn(to) ? [] : [[drawn(from), drawn(to)]],
    )
    const cyclic = nodesOnCycles(n + kept.length, edges)
    const next = kept.filter((loop, at) => !cyclic.has(n + at) || loop.members.some((node) => before.has(node)))
    if (next.length === kept.length) return kept
    kept = next
  }
}

/**
 * The nodes that remain after repeatedly removing those without a predecessor, then those without a successor. O(V +
 * E).
 */
function nodesOnCycles(n: number, edges: readonly (readonly [number, number])[]): ReadonlySet<number> {
  const left = new Set(Array.from({ length: n }, (_, node) => node))
  for (const ends of [0, 1] as const) {
    const waits = new Int32Array(n)
    const tied = new Map<number, number[]>()
    for (const edge of edges) {
      const [near, far] = [edge[ends], edge[1 - ends] ?? 0]
      if (!left.has(near) || !left.has(far)) continue
      waits[far] = (waits[far] ?? 0) + 1
      addTo(tied, near, far)
    }
    const free = [...left].filter((node) => waits[node] === 0)
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      left.delete(node)
      for (const far of tied.get(node) ?? []) {
        waits[far] = (waits[far] ?? 0) - 1
        if (waits[far] === 0) free.push(far)
      }
    }
  }
  return left
}

/** Union–find with path halving. */
class Groups {
  readonly #above: Int32Array

  constructor(n: number) {
    this.#above = Int32Array.from({ length: n }, (_, node) => node)
  }

  find(node: number): number {
    let at = node
    for (let above = this.#above[at] ?? at; above !== at; above = this.#above[at] ?? at) {
      this.#above[at] = this.#above[above] ?? above
      at = above
    }
    return at
  }

  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].toSorted((one, other) => one - other)
    if (low !== undefined && high !== undefined) this.#above[high] = low
  }
}
