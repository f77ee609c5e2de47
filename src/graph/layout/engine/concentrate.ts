import { adjacencyOf, type Adjacency } from './adjacency.ts'

/** A graph with some edges bundled through junctions: nodes without size, numbered after the graph's own nodes. */
export type Concentrated = {
  readonly count: number
  readonly tops: Int32Array
  readonly bottoms: Int32Array
  /** How many of the given edges each edge carries. */
  readonly weights: Int32Array
  /** The edges that each given edge runs along, in its direction: `pieces[starts[e] … starts[e + 1])`. */
  readonly starts: Int32Array
  readonly pieces: Int32Array
}

/** Rounds of comparing predecessors, then successors; each round can make further sets equal. */
const ROUNDS = 3

/**
 * Edge concentration: if each of p nodes leads to each of q others, the p · q edges become p edges into a junction and
 * q out of it. They say the same and do not cross (Newbery, Edge concentration: a method for clustering directed
 * graphs, 1989; here only bicliques whose nodes have the same predecessors, or the same successors). Edges in `apart`,
 * those with a label and back edges, are not bundled. O(E) a round.
 */
export function concentrate(count: number, tops: Int32Array, bottoms: Int32Array, apart: Uint8Array): Concentrated {
  if (!mayJoin(count, bottoms, tops, apart) && !mayJoin(count, tops, bottoms, apart))
    return unchanged(count, tops, bottoms)
  const graph: Growing = {
    count,
    tops: Array.from(tops),
    bottoms: Array.from(bottoms),
    gone: Array.from(apart),
    halves: [],
  }
  for (let round = 0; round < ROUNDS; round++) {
    const before = graph.count
    joinSame(graph, true)
    joinSame(graph, false)
    if (graph.count === before) break
  }
  if (graph.count === count) return unchanged(count, tops, bottoms)
  return finish(graph, apart)
}

/**
 * Whether some nodes may have equal neighbour sets on one side, large enough to bundle: compares hashes of these sets.
 * Most graphs have none, and this check needs only typed arrays. O(E + V log V).
 */
function mayJoin(count: number, own: Int32Array, other: Int32Array, apart: Uint8Array): boolean {
  const lists = adjacencyOf(count, own)
  const seen = new Int32Array(count).fill(-1)
  const hashes = new Float64Array(count)
  let joining = 0
  for (let node = 0; node < count; node++) {
    let hash = 0
    let degree = 0
    for (let i = lists.starts[node] ?? 0; i < (lists.starts[node + 1] ?? 0); i++) {
      const edge = lists.items[i] ?? 0
      const end = other[edge] ?? 0
      if (apart[edge] === 1 || seen[end] === node) continue
      seen[end] = node
      degree++
      hash = (hash + mix(end)) | 0
    }
    // The hash includes the degree, because two by two are not bundled.
    if (degree > 1) hashes[joining++] = hash * DEGREES + Math.min(degree, DEGREES - 1)
  }
  const sorted = hashes.subarray(0, joining).sort()
  for (let at = 1; at < joining; at++) {
    if (sorted[at] !== sorted[at - 1]) continue
    if (sorted[at] === sorted[at - 2] || (((sorted[at] ?? 0) % DEGREES) + DEGREES) % DEGREES > 2) return true
  }
  return false
}

const DEGREES = 64

const unchanged = (count: number, tops: Int32Array, bottoms: Int32Array): Concentrated => ({
  count,
  tops,
  bottoms,
  weights: new Int32Array(tops.length).fill(1),
  starts: Int32Array.from({ length: tops.length + 1 }, (_, edge) => edge),
  pieces: Int32Array.from(tops, (_, edge) => edge),
})

type Growing = {
  count: number
  readonly tops: number[]
  readonly bottoms: number[]
  /** 1 for edges drawn separately, or already routed through a junction. */
  readonly gone: number[]
  /** The two edges that replace each bundled edge. */
  readonly halves: (readonly [number, number] | undefined)[]
}

/** Adds one junction for each set of two or more nodes that share two or more neighbours above (or below). */
function joinSame(graph: Growing, above: boolean): void {
  const own = above ? graph.bottoms : graph.tops
  const other = above ? graph.tops : graph.bottoms
  const lists = livingEdges(graph, own, other)
  const groups = new Map<number, number[]>()
  for (let node = 0; node < graph.count; node++) {
    const from = lists.starts[node] ?? 0
    const to = lists.starts[node + 1] ?? 0
    if (to - from < 2) continue
    let hash = to - from
    for (let i = from; i < to; i++) hash = (hash + mix(other[lists.items[i] ?? 0] ?? 0)) | 0
    const same = groups.get(hash)
    if (same) same.push(node)
    else groups.set(hash, [node])
  }
  for (const nodes of groups.values()) {
    if (nodes.length < 2) continue
    const [first = 0] = nodes
    const wanted = new Set(neighbours(lists, other, first))
    const members = nodes.filter((node) => {
      const found = neighbours(lists, other, node)
      return found.length === wanted.size && found.every((one) => wanted.has(one))
    })
    // Two by two would need as many lines, plus a layer.
    if (members.length >= 2 && members.length * wanted.size > 4) join(graph, lists, members, [...wanted], above)
  }
}

const neighbours = ({ starts, items }: Adjacency, other: readonly number[], node: number): readonly number[] =>
  Array.from(items.subarray(starts[node] ?? 0, starts[node + 1] ?? 0), (edge) => other[edge] ?? 0)

const mix = (value: number): number => {
  const turned = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  return Math.imul(turned ^ (turned >>> 13), 0x2c1b3c6d) | 1
}

/** The edges that are still drawn as single lines, by node; the first of duplicates. */
function livingEdges(graph: Growing, own: readonly number[], other: readonly number[]): Adjacency {
  const all = adjacencyOf(
    graph.count + 1,
    Int32Array.from(own, (node, edge) => (graph.gone[edge] ? graph.count : node)),
  )
  const seen = new Int32Array(graph.count).fill(-1)
  const starts = new Int32Array(graph.count + 1)
  const items = new Int32Array(own.length)
  let end = 0
  for (let node = 0; node < graph.count; node++) {
    for (let i = all.starts[node] ?? 0; i < (all.starts[node + 1] ?? 0); i++) {
      const edge = all.items[i] ?? 0
      if (seen[other[edge] ?? 0] === node) continue
      seen[other[edge] ?? 0] = node
      items[end++] = edge
    }
    starts[node + 1] = end
  }
  return { starts, items }
}

function join(
  graph: Growing,
  lists: Adjacency,
  members: readonly number[],
  far: readonly number[],
  above: boolean,
): void {
  const junction = graph.count++
  const add = (top: number, bottom: number) => {
    graph.tops.push(top)
    graph.bottoms.push(bottom)
    graph.gone.push(0)
    return graph.tops.length - 1
  }
  const toFar = new Map(far.map((node) => [node, above ? add(node, junction) : add(junction, node)]))
  const other = above ? graph.tops : graph.bottoms
  for (const member of members) {
    const near = above ? add(junction, member) : add(member, junction)
    for (let i = lists.starts[member] ?? 0; i < (lists.starts[member + 1] ?? 0); i++) {
      const edge = lists.items[i] ?? 0
      const shared = toFar.get(other[edge] ?? 0) ?? near
      graph.gone[edge] = 1
      graph.halves[edge] = above ? [shared, near] : [near, shared]
    }
  }
}

function finish(graph: Growing, apart: Uint8Array): Concentrated {
  const kept = graph.tops.map((_, edge) => edge).filter((edge) => graph.halves[edge] === undefined)
  const place = new Int32Array(graph.tops.length).fill(-1)
  kept.forEach((edge, at) => {
    place[edge] = at
  })
  const starts = new Int32Array(apart.length + 1)
  const pieces: number[] = []
  const follow = (edge: number) => {
    const halves = graph.halves[edge]
    if (!halves) pieces.push(place[edge] ?? 0)
    else for (const half of halves) follow(half)
  }
  for (let edge = 0; edge < apart.length; edge++) {
    follow(edge)
    starts[edge + 1] = pieces.length
  }
  const weights = new Int32Array(kept.length)
  for (const piece of pieces) weights[piece] = (weights[piece] ?? 0) + 1
  return {
    count: graph.count,
    weights,
    tops: Int32Array.from(kept, (edge) => graph.tops[edge] ?? 0),
    bottoms: Int32Array.from(kept, (edge) => graph.bottoms[edge] ?? 0),
    starts,
    pieces: Int32Array.from(pieces),
  }
}
