import { connectedParts } from './connectedParts.ts'
import type { Level } from './Level.ts'

/** One of several like items between the same nodes: a node, or a whole branch. Edges are those of the level. */
export type BlockItem = {
  /** Ascending. */
  readonly nodes: readonly number[]
  readonly inner: readonly number[]
  readonly incoming: readonly number[]
  readonly outgoing: readonly number[]
}

/** Items between the same sources and targets, ordered by their first nodes. */
export type Block = {
  readonly sources: readonly number[]
  readonly targets: readonly number[]
  readonly items: readonly BlockItem[]
}

/** Fewer items are easy to see side by side. */
const ITEMS_MIN = 4

/** Larger branches are laid out on their own. */
const NODES_MAX = 60

/**
 * Finds the blocks of a level: the connected components that remain after removing the nodes with many edges, if they
 * attach to the same removed nodes and each of their ends attaches to each of those, so that a single line can lead to
 * a whole block. Nodes with the most edges are removed first, so that branches with a fan-out of their own stay whole.
 * O((V + E) log(most edges of a node)).
 */
export function findBlocks(level: Level): readonly Block[] {
  const degree = degreesOf(level)
  const isTaken = new Uint8Array(level.count)
  const blocks: Block[] = []
  let hubs = 0
  const most = degree.reduce((max, one) => Math.max(max, one), 0)
  for (let least = 2 ** Math.floor(Math.log2(Math.max(1, most))); least >= ITEMS_MIN; least /= 2) {
    const isHub = Uint8Array.from(degree, (one, node) => (one >= least || isTaken[node] === 1 ? 1 : 0))
    const count = isHub.reduce((sum, one) => sum + one, 0)
    // Same hubs as in the previous round.
    if (count === hubs) continue
    hubs = count
    for (const block of blocksBetween(level, isHub)) {
      blocks.push(block)
      for (const { nodes } of block.items) for (const node of nodes) isTaken[node] = 1
    }
  }
  return blocks
}

/** The number of edges of each node on its busier side. */
function degreesOf({ count, from, to }: Level): Int32Array {
  const out = new Int32Array(count)
  const into = new Int32Array(count)
  from.forEach((source, edge) => {
    const target = to[edge] ?? 0
    if (source === target) return
    out[source] = (out[source] ?? 0) + 1
    into[target] = (into[target] ?? 0) + 1
  })
  return out.map((one, node) => Math.max(one, into[node] ?? 0))
}

type Growing = { nodes: number[]; inner: number[]; incoming: number[]; outgoing: number[]; isPlain: boolean }

function blocksBetween(level: Level, isHub: Uint8Array): readonly Block[] {
  const { count, from, to, labelWidth } = level
  const free = Array.from(from.keys()).filter((edge) => isHub[from[edge] ?? 0] === 0 && isHub[to[edge] ?? 0] === 0)
  const { part, nodes } = connectedParts(
    count,
    Int32Array.from(free, (edge) => from[edge] ?? 0),
    Int32Array.from(free, (edge) => to[edge] ?? 0),
  )
  const items: (Growing | undefined)[] = Array.from({ length: nodes.starts.length - 1 }, (_, one) => {
    const own = nodes.items.subarray(nodes.starts[one], nodes.starts[one + 1])
    return own.length > NODES_MAX || isHub[own[0] ?? 0] === 1
      ? undefined
      : { nodes: Array.from(own), inner: [], incoming: [], outgoing: [], isPlain: true }
  })
  from.forEach((source, edge) => {
    const target = to[edge] ?? 0
    const [leaves, enters] = [isHub[source] === 0, isHub[target] === 0]
    const item = items[part[leaves ? source : target] ?? 0]
    if (!item || (!leaves && !enters)) return
    ;(leaves && enters ? item.inner : leaves ? item.outgoing : item.incoming).push(edge)
    // Where many lines are bundled there is no room for a label.
    if (leaves !== enters && (labelWidth[edge] ?? 0) > 0) item.isPlain = false
  })
  const groups = new Map<string, { sources: number[]; targets: number[]; items: BlockItem[] }>()
  for (const item of items) {
    if (!item?.isPlain || item.incoming.length + item.outgoing.length === 0) continue
    const sources = endsOf(item.incoming, from)
    const targets = endsOf(item.outgoing, to)
    if (!isWhole(level, item.incoming, sources.length, endsOf(item.incoming, to).length)) continue
    if (!isWhole(level, item.outgoing, targets.length, endsOf(item.outgoing, from).length)) continue
    const key = `${sources.join()}>${targets.join()}`
    const group = groups.get(key)
    if (group) group.items.push(item)
    else groups.set(key, { sources, targets, items: [item] })
  }
  return [...groups.values()].filter((group) => group.items.length >= ITEMS_MIN)
}

const endsOf = (edges: readonly number[], ends: Int32Array): number[] =>
  [...new Set(edges.map((edge) => ends[edge] ?? 0))].toSorted((a, b) => a - b)

/** Whether the edges lead from each of their sources to each of their targets. */
const isWhole = ({ from, to, count }: Level, edges: readonly number[], sources: number, targets: number): boolean =>
  new Set(edges.map((edge) => (from[edge] ?? 0) * count + (to[edge] ?? 0))).size === sources * targets
