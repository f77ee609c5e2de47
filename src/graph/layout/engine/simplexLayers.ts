import { adjacencyOf } from './adjacency.ts'

/** Budget for pivots, in nodes and edges visited: limited by work, not by time. */
const BUDGET = 6_000_000

/**
 * Minimises the total length of all edges, starting from a feasible layering, with the network simplex of Gansner et
 * al. (A technique for drawing directed graphs, 1993, section 2.3 and 2.4): from a spanning tree of tight edges, an
 * edge with a negative cut value is replaced by the tightest edge that connects the two halves in the opposite
 * direction. The graph must be connected. O(V + E) a pivot, with a bounded number of pivots.
 */
export function simplexLayers(layer: Int32Array, tops: Int32Array, bottoms: Int32Array, least: Int32Array): void {
  const count = layer.length
  const edges = tops.length
  const slackOf = (edge: number) =>
    (layer[bottoms[edge] ?? 0] ?? 0) - (layer[tops[edge] ?? 0] ?? 0) - (least[edge] ?? 1)
  const above = adjacencyOf(count, bottoms)
  const below = adjacencyOf(count, tops)
  const inTree = new Uint8Array(edges)
  const cut = new Int32Array(edges)
  let budget = BUDGET
  const spans = spanTree()
  const parent = new Int32Array(count).fill(-1)
  const low = new Int32Array(count)
  const high = new Int32Array(count)
  const sorted = new Int32Array(count)
  if (spans) {
    number()
    measureCuts()
  }
  let from = 0
  for (;;) {
    if (!spans) break
    const leaving = nextNegative()
    budget -= count + edges
    if (leaving === -1 || budget < 0) break
    const entering = tightest(leaving)
    if (entering === -1) break
    exchange(leaving, entering)
  }
  let first = Number.POSITIVE_INFINITY
  for (const one of layer) first = Math.min(first, one)
  for (let node = 0; node < count; node++) layer[node] = (layer[node] ?? 0) - first

  /** Grows a tree of tight edges; when stuck, shifts it towards its nearest neighbour. */
  function spanTree(): boolean {
    const isIn = new Uint8Array(count)
    const members = new Int32Array(count)
    let size = 1
    let next = 0
    isIn[0] = 1
    const look = (node: number, list: Int32Array, starts: Int32Array, ends: Int32Array) => {
      for (let i = starts[node] ?? 0; i < (starts[node + 1] ?? 0); i++) {
        const edge = list[i] ?? 0
        const other = ends[edge] ?? 0
        if (isIn[other] === 1 || slackOf(edge) !== 0) continue
        isIn[other] = 1
        inTree[edge] = 1
        members[size++] = other
      }
    }
    for (;;) {
      for (; next < size; next++) {
        look(members[next] ?? 0, below.items, below.starts, bottoms)
        look(members[next] ?? 0, above.items, above.starts, tops)
      }
      if (size === count) return true
      budget -= edges
      if (budget < 0) return false
      let best = -1
      let least = Number.POSITIVE_INFINITY
      for (let edge = 0; edge < edges; edge++) {
        if (isIn[tops[edge] ?? 0] === isIn[bottoms[edge] ?? 0]) continue
        const slack = slackOf(edge)
        if (slack >= least) continue
        least = slack
        best = edge
      }
      if (best === -1) return false
      const step = isIn[tops[best] ?? 0] === 1 ? least : -least
      for (let at = 0; at < size; at++) layer[members[at] ?? 0] = (layer[members[at] ?? 0] ?? 0) + step
      // Only the reached edge, and others that have become tight, extend the tree, so all members are checked again.
      next = 0
    }
  }

  /** Numbers the tree in postorder: a subtree is the range from its root's `low` to `high`. */
  function number(): void {
    const at = new Int32Array(count)
    const stack = new Int32Array(count)
    let top = 0
    let next = 0
    parent[0] = -1
    low[0] = 0
    while (top >= 0) {
      const node = stack[top] ?? 0
      const ups = (above.starts[node + 1] ?? 0) - (above.starts[node] ?? 0)
      const all = ups + (below.starts[node + 1] ?? 0) - (below.starts[node] ?? 0)
      let went = false
      while ((at[node] ?? 0) < all) {
        const i = at[node] ?? 0
        at[node] = i + 1
        const edge =
          i < ups
            ? (above.items[(above.starts[node] ?? 0) + i] ?? 0)
            : (below.items[(below.starts[node] ?? 0) + i - ups] ?? 0)
        if (inTree[edge] === 0 || edge === parent[node]) continue
        const other = tops[edge] === node ? (bottoms[edge] ?? 0) : (tops[edge] ?? 0)
        parent[other] = edge
        low[other] = next
        stack[++top] = other
        went = true
        break
      }
      if (went) continue
      high[node] = next
      sorted[next++] = node
      top--
    }
  }

  /**
   * Computes cut values from the leaves upwards: edges from the tail's half to the head's, minus those in the other
   * direction.
   */
  function measureCuts(): void {
    for (let at = 0; at < count; at++) {
      const node = sorted[at] ?? 0
      const edge = parent[node] ?? -1
      if (edge === -1) continue
      // For the subtree below the edge: edges leaving it downwards minus edges entering it.
      let sum = 0
      for (let i = below.starts[node] ?? 0; i < (below.starts[node + 1] ?? 0); i++)
        sum += share(below.items[i] ?? 0, 1, node)
      for (let i = above.starts[node] ?? 0; i < (above.starts[node + 1] ?? 0); i++)
        sum += share(above.items[i] ?? 0, -1, node)
      cut[edge] = tops[edge] === node ? sum : -sum
    }
  }
  /**
   * Contribution of one of `node`'s edges to the balance of its subtree; a tree edge to a child contributes the child's
   * balance.
   */
  function share(edge: number, sign: number, node: number): number {
    if (inTree[edge] === 0 || edge === parent[node]) return sign
    const child = tops[edge] === node ? (bottoms[edge] ?? 0) : (tops[edge] ?? 0)
    const own = tops[edge] === child ? (cut[edge] ?? 0) : -(cut[edge] ?? 0)
    return own + sign
  }

  function nextNegative(): number {
    for (let step = 0; step < edges; step++) {
      const edge = from
      from = from + 1 === edges ? 0 : from + 1
      if (inTree[edge] === 1 && (cut[edge] ?? 0) < 0) return edge
    }
    return -1
  }

  /** The tightest edge from the half with the leaving edge's head to the half with its tail. */
  function tightest(leaving: number): number {
    const [tail = 0, head = 0] = [tops[leaving], bottoms[leaving]]
    const isHeadBelow = parent[head] === leaving
    const root = isHeadBelow ? head : tail
    const [first = 0, last = 0] = [low[root], high[root]]
    const isIn = (node: number) => (high[node] ?? 0) >= first && (high[node] ?? 0) <= last
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let edge = 0; edge < edges; edge++) {
      if (inTree[edge] === 1) continue
      const [topIn, bottomIn] = [isIn(tops[edge] ?? 0), isIn(bottoms[edge] ?? 0)]
      if (topIn === bottomIn || topIn !== isHeadBelow) continue
      const slack = slackOf(edge)
      if (slack >= least) continue
      least = slack
      best = edge
    }
    return best
  }

  function exchange(leaving: number, entering: number): void {
    const [tail = 0, head = 0] = [tops[leaving], bottoms[leaving]]
    const isHeadBelow = parent[head] === leaving
    const root = isHeadBelow ? head : tail
    // Shifts the tail's half up, or the head's half down, until the entering edge is tight.
    const slack = slackOf(entering)
    const step = isHeadBelow ? slack : -slack
    for (let at = low[root] ?? 0; at <= (high[root] ?? 0); at++) {
      const node = sorted[at] ?? 0
      layer[node] = (layer[node] ?? 0) + step
    }
    inTree[leaving] = 0
    inTree[entering] = 1
    number()
    measureCuts()
  }
}
