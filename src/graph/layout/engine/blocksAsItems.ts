import { breakCycles } from './breakCycles.ts'
import type { Block } from './findBlocks.ts'
import type { Level } from './Level.ts'
import type { Box } from './packRows.ts'

/** A level with each block as one item, whose size is set later. */
export type Shrunk = {
  readonly level: Level
  /** The item of each node: its own, or that of its block. */
  readonly itemOf: Int32Array
  /** The item of each block. */
  readonly blockItems: readonly number[]
  /** The edge of the shrunk level that draws each edge; -1 for edges within a block. */
  readonly edgeOf: Int32Array
  readonly sized: (blocks: readonly Box[]) => Level
  /** The earlier position of each item, derived from those of the nodes: a block is at the mean of its nodes. */
  readonly hintOf: (former: Float64Array) => Float64Array
}

/** O(V + E). */
export function blocksAsItems(level: Level, blocks: readonly Block[]): Shrunk {
  const { count, from, to } = level
  const blockOf = new Int32Array(count).fill(-1)
  blocks.forEach(({ items }, block) => {
    for (const { nodes } of items) for (const node of nodes) blockOf[node] = block
  })
  // A block takes the place of its first node in the given order.
  const itemOf = new Int32Array(count)
  const blockItems = blocks.map(() => -1)
  const firstOf: number[] = []
  for (let node = 0; node < count; node++) {
    const block = blockOf[node] ?? -1
    const known = blockItems[block] ?? -1
    itemOf[node] = known >= 0 ? known : firstOf.push(node) - 1
    if (block >= 0 && known < 0) blockItems[block] = itemOf[node] ?? 0
  }
  const drawn: number[] = []
  const known = new Map<number, number>()
  const edgeOf = from.map((source, edge) => {
    const target = to[edge] ?? 0
    const isOfBlock = (blockOf[source] ?? -1) >= 0 || (blockOf[target] ?? -1) >= 0
    if (!isOfBlock) return drawn.push(edge) - 1
    const [a, b] = [itemOf[source] ?? 0, itemOf[target] ?? 0]
    if (a === b) return -1
    const key = a * firstOf.length + b
    const own = known.get(key) ?? drawn.push(edge) - 1
    known.set(key, own)
    return own
  })
  const pick = (values: Float64Array, of: readonly number[]) => Float64Array.from(of, (one) => values[one] ?? 0)
  const own: Level = {
    count: firstOf.length,
    width: pick(level.width, firstOf),
    height: pick(level.height, firstOf),
    from: Int32Array.from(drawn, (edge) => itemOf[from[edge] ?? 0] ?? 0),
    to: Int32Array.from(drawn, (edge) => itemOf[to[edge] ?? 0] ?? 0),
    fromPort: pick(level.fromPort, drawn),
    toPort: pick(level.toPort, drawn),
    labelWidth: pick(level.labelWidth, drawn),
    labelHeight: level.labelHeight,
  }
  const back = breakCycles(own.count, own.from, own.to)
  const isBlock = new Uint8Array(own.count)
  for (const item of blockItems) isBlock[item] = 1
  return {
    level: own,
    itemOf,
    blockItems,
    edgeOf,
    sized: (sizes) => {
      const [width, height] = [own.width.slice(), own.height.slice()]
      blockItems.forEach((item, block) => {
        width[item] = sizes[block]?.width ?? 0
        height[item] = sizes[block]?.height ?? 0
      })
      // Edges against the direction of the graph, which otherwise attach to the sides of a card, enter a block at the
      // top like all others.
      const ports = (given: Float64Array, ends: Int32Array) =>
        given.map((port, edge) => {
          const end = ends[edge] ?? 0
          return isBlock[end] === 0 ? port : back[edge] === 1 ? (width[end] ?? 0) / 2 : Number.NaN
        })
      return { ...own, width, height, fromPort: ports(own.fromPort, own.from), toPort: ports(own.toPort, own.to) }
    },
    hintOf: (former) => {
      const sum = new Float64Array(own.count)
      const known = new Int32Array(own.count)
      former.forEach((value, node) => {
        if (Number.isNaN(value)) return
        const item = itemOf[node] ?? 0
        sum[item] = (sum[item] ?? 0) + value
        known[item] = (known[item] ?? 0) + 1
      })
      return sum.map((value, item) => value / (known[item] ?? 0))
    },
  }
}
