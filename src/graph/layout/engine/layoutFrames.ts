import { breakCycles } from './breakCycles.ts'
import { frameTree, OUTSIDE, type FrameTree } from './frameTree.ts'
import type { Level, Placed } from './Level.ts'
import type { Box } from './packRows.ts'

/** Padding in pixels between a frame and its content. */
const PADDING = 18

/** Rectangle of a frame, by the node that leads it. */
export type Frame = { readonly leader: number; readonly x: number; readonly y: number } & Box

/**
 * The content of one frame, or of the area outside all frames: cards, nested frames, and the doors through which edges
 * enter and leave.
 */
type Inside = {
  readonly leader: number
  readonly items: Item[]
  readonly from: number[]
  readonly to: number[]
  readonly fromPort: number[]
  readonly toPort: number[]
  readonly label: number[]
  /** Item by node, for cards and for frames. */
  readonly cards: Map<number, number>
  readonly frames: Map<number, number>
  door: { readonly in: number; readonly out: number } | undefined
  placed: Placed | undefined
}
type Item = { readonly width: number; readonly height: number; readonly node: number }

/**
 * Lays out a graph with frames: each frame by itself, deepest first, then as one card in its surroundings, so that a
 * frame contains exactly its members. The leader is at the top of its frame. Edges enter through one door at the top of
 * a frame and leave through one at the bottom. (Sander, Layout of compound directed graphs, 1996, decomposed level by
 * level.) O((V + E) · depth); depth is bounded.
 *
 * @param lay lays out the content of one frame, or what is outside all frames
 */
export function layoutFrames(
  level: Level,
  parent: Int32Array,
  lay: (inside: Level, hint: Float64Array | undefined, isOutside: boolean) => Placed,
  hint: Float64Array | undefined,
): { readonly placed: Placed; readonly frames: readonly Frame[] } {
  const tree = frameTree(parent)
  const insides = new Map<number, Inside>([...tree.leaders, OUTSIDE].map((leader) => [leader, emptyInside(leader)]))
  const insideOf = (leader: number): Inside => {
    const inside = insides.get(leader)
    if (!inside) throw new Error('a frame without an inside')
    return inside
  }
  for (let node = 0; node < level.count; node++) {
    const inside = insideOf(tree.home[node] ?? OUTSIDE)
    inside.cards.set(node, inside.items.length)
    inside.items.push({ width: level.width[node] ?? 0, height: level.height[node] ?? 0, node })
  }
  for (const leader of tree.leaders) insideOf(leader).door = addDoor(insideOf(leader))
  // Include every frame, even one without edges.
  for (const leader of tree.leaders) itemOf(insideOf(tree.above[leader] ?? OUTSIDE), leader)
  const routes = Array.from(level.from, (_, edge) => piecesOf(edge))
  for (const leader of tree.leaders) {
    const inside = insideOf(leader)
    placeInside(inside, inside.cards.get(leader))
    const around = insideOf(tree.above[leader] ?? OUTSIDE)
    const item = around.frames.get(leader)
    const { placed, door } = inside
    if (item === undefined || !placed || !door) continue
    around.items[item] = { width: placed.width + 2 * PADDING, height: placed.height + 2 * PADDING, node: leader }
    around.from.forEach((end, edge) => {
      if (end === item) around.fromPort[edge] = (placed.x[door.out] ?? 0) + PADDING
      if (around.to[edge] === item) around.toPort[edge] = (placed.x[door.in] ?? 0) + PADDING
    })
  }
  placeInside(insideOf(OUTSIDE), undefined)
  return assemble()

  function itemOf(inside: Inside, leader: number): number {
    const known = inside.frames.get(leader)
    if (known !== undefined) return known
    inside.items.push({ width: 0, height: 0, node: leader })
    inside.frames.set(leader, inside.items.length - 1)
    return inside.items.length - 1
  }

  /** The pieces of one edge: from its source out of frames, across, and into the target's frames. */
  function piecesOf(edge: number): readonly { readonly leader: number; readonly edge: number }[] {
    const [source = 0, target = 0] = [level.from[edge], level.to[edge]]
    const up = frameWay(tree, tree.home[source] ?? OUTSIDE)
    const down = frameWay(tree, tree.home[target] ?? OUTSIDE)
    while (up.length > 0 && down.length > 0 && up.at(-1) === down.at(-1)) {
      up.pop()
      down.pop()
    }
    const pieces = []
    const common = up.at(-1) ?? down.at(-1)
    const meeting = common === undefined ? (tree.home[source] ?? OUTSIDE) : (tree.above[common] ?? OUTSIDE)
    let inner: number | undefined
    for (const leader of up) {
      const inside = insideOf(leader)
      const from = inner === undefined ? (inside.cards.get(source) ?? 0) : itemOf(inside, inner)
      pieces.push({ leader, edge: addEdge(inside, from, inside.door?.out ?? 0, 0) })
      inner = leader
    }
    const across = insideOf(meeting)
    const from = inner === undefined ? (across.cards.get(source) ?? 0) : itemOf(across, inner)
    const outermost = down.at(-1)
    const to = outermost === undefined ? (across.cards.get(target) ?? 0) : itemOf(across, outermost)
    pieces.push({ leader: meeting, edge: addEdge(across, from, to, level.labelWidth[edge] ?? 0) })
    for (let at = down.length - 1; at >= 0; at--) {
      const leader = down[at] ?? 0
      const inside = insideOf(leader)
      const next = down[at - 1]
      const end = next === undefined ? (inside.cards.get(target) ?? 0) : itemOf(inside, next)
      pieces.push({ leader, edge: addEdge(inside, inside.door?.in ?? 0, end, 0) })
    }
    return pieces
  }

  function placeInside(inside: Inside, leader: number | undefined): void {
    if (inside.door && leader !== undefined) tieToDoor(inside, inside.door, leader)
    const { items } = inside
    for (const [key, item] of inside.frames) {
      const { placed } = insideOf(key)
      if (placed) items[item] = { width: placed.width + 2 * PADDING, height: placed.height + 2 * PADDING, node: key }
    }
    const whole: Level = {
      count: items.length,
      width: Float64Array.from(items, ({ width }) => width),
      height: Float64Array.from(items, ({ height }) => height),
      from: Int32Array.from(inside.from),
      to: Int32Array.from(inside.to),
      fromPort: Float64Array.from(inside.fromPort),
      toPort: Float64Array.from(inside.toPort),
      labelWidth: Float64Array.from(inside.label),
      labelHeight: level.labelHeight,
    }
    inside.placed = lay(
      whole,
      hint && Float64Array.from(items, ({ node }) => (node < 0 ? Number.NaN : (hint[node] ?? Number.NaN))),
      inside.leader === OUTSIDE,
    )
  }
  function assemble() {
    const offsets = new Map<number, { x: number; y: number }>([[OUTSIDE, { x: 0, y: 0 }]])
    const frames: Frame[] = []
    for (const leader of tree.leaders.toReversed()) {
      const around = insideOf(tree.above[leader] ?? OUTSIDE)
      const outer = offsets.get(tree.above[leader] ?? OUTSIDE) ?? { x: 0, y: 0 }
      const item = around.frames.get(leader) ?? 0
      const x = outer.x + (around.placed?.x[item] ?? 0)
      const y = outer.y + (around.placed?.y[item] ?? 0)
      offsets.set(leader, { x: x + PADDING, y: y + PADDING })
      frames.push({ leader, x, y, width: around.items[item]?.width ?? 0, height: around.items[item]?.height ?? 0 })
    }
    const x = new Float64Array(level.count)
    const y = new Float64Array(level.count)
    for (let node = 0; node < level.count; node++) {
      const home = tree.home[node] ?? OUTSIDE
      const { placed, cards } = insideOf(home)
      const offset = offsets.get(home) ?? { x: 0, y: 0 }
      x[node] = offset.x + (placed?.x[cards.get(node) ?? 0] ?? 0)
      y[node] = offset.y + (placed?.y[cards.get(node) ?? 0] ?? 0)
    }
    const points: number[] = []
    const starts = new Int32Array(level.from.length + 1)
    const back = new Uint8Array(level.from.length)
    const labels = new Float64Array(level.from.length * 2).fill(Number.NaN)
    routes.forEach((pieces, edge) => {
      for (const { leader, edge: own } of pieces) {
        const { placed } = insideOf(leader)
        const offset = offsets.get(leader) ?? { x: 0, y: 0 }
        if (!placed) continue
        if (placed.back[own] === 1) back[edge] = 1
        if (!Number.isNaN(placed.labels[2 * own] ?? Number.NaN)) {
          labels[2 * edge] = offset.x + (placed.labels[2 * own] ?? 0)
          labels[2 * edge + 1] = offset.y + (placed.labels[2 * own + 1] ?? 0)
        }
        for (let i = placed.starts[own] ?? 0; i < (placed.starts[own + 1] ?? 0); i++) {
          points.push(offset.x + (placed.points[2 * i] ?? 0), offset.y + (placed.points[2 * i + 1] ?? 0))
        }
      }
      starts[edge + 1] = points.length / 2
    })
    const { placed: all } = insideOf(OUTSIDE)
    const size = { width: all?.width ?? 0, height: all?.height ?? 0 }
    return { placed: { x, y, points: Float64Array.from(points), starts, back, labels, ...size }, frames }
  }
}

const emptyInside = (leader: number): Inside => ({
  leader,
  items: [],
  from: [],
  to: [],
  fromPort: [],
  toPort: [],
  label: [],
  cards: new Map(),
  frames: new Map(),
  door: undefined,
  placed: undefined,
})

/** A frame and the frames around it, innermost first. */
function frameWay(tree: FrameTree, frame: number): number[] {
  const way: number[] = []
  for (let at = frame; at !== OUTSIDE; at = tree.above[at] ?? OUTSIDE) way.push(at)
  return way
}

function addDoor(inside: Inside): { readonly in: number; readonly out: number } {
  inside.items.push({ width: 0, height: 0, node: -1 }, { width: 0, height: 0, node: -1 })
  return { in: inside.items.length - 2, out: inside.items.length - 1 }
}

function addEdge(inside: Inside, from: number, to: number, label: number): number {
  inside.from.push(from)
  inside.to.push(to)
  inside.fromPort.push(Number.NaN)
  inside.toPort.push(Number.NaN)
  inside.label.push(label)
  return inside.from.length - 1
}

/**
 * Adds invisible edges: the door in is above the leader, the leader above everything without a predecessor, and the
 * door out below everything. This keeps the lines from the doors to the frame's border clear.
 */
function tieToDoor(inside: Inside, door: { readonly in: number; readonly out: number }, leader: number): void {
  const isTied = (above: boolean): Uint8Array => {
    const from = Int32Array.from(inside.from)
    const to = Int32Array.from(inside.to)
    const back = breakCycles(inside.items.length, from, to)
    const tied = new Uint8Array(inside.items.length)
    from.forEach((source, edge) => {
      const target = to[edge] ?? 0
      if (source === target) return
      const isForward = back[edge] === 0
      tied[isForward === above ? target : source] = 1
    })
    return tied
  }
  const hasAbove = isTied(true)
  addEdge(inside, door.in, leader, 0)
  for (let item = 0; item < inside.items.length; item++) {
    if (item !== door.in && item !== door.out && item !== leader && hasAbove[item] === 0)
      addEdge(inside, leader, item, 0)
  }
  const hasBelow = isTied(false)
  for (let item = 0; item < inside.items.length; item++) {
    if (item !== door.out && hasBelow[item] === 0) addEdge(inside, item, door.out, 0)
  }
}
