import type { Layered } from './Layered.ts'
import type { Part } from './Part.ts'
import type { Ports } from './placePorts.ts'

/** Distance in pixels between the lines of back edges beside a card. */
export const LANE = 14

/**
 * The lanes of back edges, self-loops and edges around the whole. By edge: the lane beside its upper and its lower card,
 * counted from the card, and whether it is on the left of the card. By card: the number of lanes on each side.
 */
export type Lanes = {
  readonly atTop: Int32Array
  readonly atBottom: Int32Array
  readonly leftOfTop: Uint8Array
  readonly leftOfBottom: Uint8Array
  readonly onLeft: Int32Array
  readonly onRight: Int32Array
}

/**
 * Assigns lanes, whose space is kept free. A back edge takes the left side of a card if it passes the card's other
 * neighbours on the left, so that it does not cross their edges; else the right side, like all other lanes. O(E), and
 * O(degree) for each end of a back edge.
 */
export function lanesOf(g: Layered, tops: Int32Array, bottoms: Int32Array, back: Uint8Array, far: Uint8Array): Lanes {
  const lanes: Lanes = {
    atTop: new Int32Array(tops.length),
    atBottom: new Int32Array(tops.length),
    leftOfTop: new Uint8Array(tops.length),
    leftOfBottom: new Uint8Array(tops.length),
    onLeft: new Int32Array(g.real),
    onRight: new Int32Array(g.real),
  }
  const take = (node: number, isLeft: boolean) => {
    const counts = isLeft ? lanes.onLeft : lanes.onRight
    const lane = counts[node] ?? 0
    counts[node] = lane + 1
    return lane
  }
  for (let edge = 0; edge < tops.length; edge++) {
    if (back[edge] === 0 && far[edge] === 0) continue
    const [upper, lower] = [tops[edge] ?? 0, bottoms[edge] ?? 0]
    const first = g.firstDummy[edge] ?? -1
    const last = first + (g.layer[lower] ?? 0) - (g.layer[upper] ?? 0) - 2
    const isPlain = far[edge] === 1 || first === -1
    const leftOfTop = !isPlain && isLeftmost(g, first, upper, g.downStarts, g.down, g.bottom)
    const leftOfBottom = !isPlain && isLeftmost(g, last, lower, g.upStarts, g.up, g.top)
    lanes.leftOfTop[edge] = leftOfTop ? 1 : 0
    lanes.leftOfBottom[edge] = leftOfBottom ? 1 : 0
    lanes.atTop[edge] = take(upper, leftOfTop)
    lanes.atBottom[edge] = upper === lower ? (lanes.atTop[edge] ?? 0) : take(lower, leftOfBottom)
  }
  return lanes
}

/** Whether a dummy is left of all other neighbours that a card has in the dummy's layer; false if it has no other. */
function isLeftmost(
  { place }: Layered,
  dummy: number,
  card: number,
  starts: Int32Array,
  segments: Int32Array,
  ends: Int32Array,
): boolean {
  let others = 0
  for (let i = starts[card] ?? 0; i < (starts[card + 1] ?? 0); i++) {
    const neighbour = ends[segments[i] ?? 0] ?? 0
    if (neighbour === dummy) continue
    if ((place[neighbour] ?? 0) < (place[dummy] ?? 0)) return false
    others++
  }
  return others > 0
}

/**
 * The polyline of each edge. It crosses each layer vertically, where its dummy reserves space, and slants only between
 * layers, where there are no cards, so it never runs through a card. A back edge leaves and enters at a side of its
 * cards, through lanes of its own. O(V + dummies).
 */
export function routeEdges(part: Part, ports: Ports, lanes: Lanes): { points: Float64Array; starts: Int32Array } {
  const { g, tops, bottoms, back, far, bands, x, width, height } = part
  const edges = tops.length
  const starts = new Int32Array(edges + 1)
  let room = 0
  for (let edge = 0; edge < edges; edge++) room += far[edge] === 1 ? 8 : 8 + 2 * Math.max(0, spanOf(edge) - 1)
  const points = new Float64Array(room * 2)
  let end = 0
  let first = 0
  const put = (px: number, py: number) => {
    if (end > first && points[2 * end - 2] === px && points[2 * end - 1] === py) return
    // The middle of three collinear points is no bend.
    if (end - first >= 2) {
      const [bx = 0, by = 0] = [points[2 * end - 2], points[2 * end - 1]]
      const [ax = 0, ay = 0] = [points[2 * end - 4], points[2 * end - 3]]
      if ((ax === bx && bx === px) || (ay === by && by === py)) end--
    }
    points[2 * end] = px
    points[2 * end + 1] = py
    end++
  }
  for (let edge = 0; edge < edges; edge++) {
    first = end
    starts[edge] = end
    const upper = tops[edge] ?? 0
    const lower = bottoms[edge] ?? 0
    if (far[edge] === 1) around(edge, upper, lower)
    else if (back[edge] === 0) along(edge, upper, lower)
    else if (upper === lower) loop(edge, upper)
    else against(edge, upper, lower)
  }
  starts[edges] = end
  return { points: points.slice(0, 2 * end), starts }

  function spanOf(edge: number): number {
    return (g.layer[bottoms[edge] ?? 0] ?? 0) - (g.layer[tops[edge] ?? 0] ?? 0)
  }
  function topOf(node: number): number {
    const layer = g.layer[node] ?? 0
    return ((bands.top[layer] ?? 0) + (bands.bottom[layer] ?? 0) - (height[node] ?? 0)) / 2
  }
  function laneOf(node: number, lane: number, isLeft = false): { out: number; side: number; level: number } {
    const outwards = isLeft ? -1 : 1
    const side = (x[node] ?? 0) + (outwards * (width[node] ?? 0)) / 2
    const share = (height[node] ?? 0) / (((isLeft ? lanes.onLeft : lanes.onRight)[node] ?? 0) + 1)
    // Inner lanes end lower, so that the outer ones, which also come from below, do not cross them.
    const level = topOf(node) + (height[node] ?? 0) - share * (lane + 1)
    return { out: side + outwards * LANE * (lane + 1), side, level }
  }
  function along(edge: number, upper: number, lower: number): void {
    const layer = g.layer[upper] ?? 0
    const out = ports.out[edge] ?? 0
    const into = ports.into[edge] ?? 0
    put(out, topOf(upper) + (height[upper] ?? 0))
    put(out, bands.bottom[layer] ?? 0)
    for (let step = 1; step < spanOf(edge); step++) {
      const place = x[(g.firstDummy[edge] ?? 0) + step - 1] ?? 0
      put(place, bands.top[layer + step] ?? 0)
      put(place, bands.bottom[layer + step] ?? 0)
    }
    put(into, bands.top[g.layer[lower] ?? 0] ?? 0)
    put(into, topOf(lower))
  }
  function against(edge: number, upper: number, lower: number): void {
    const leave = laneOf(lower, lanes.atBottom[edge] ?? 0, lanes.leftOfBottom[edge] === 1)
    const enter = laneOf(upper, lanes.atTop[edge] ?? 0, lanes.leftOfTop[edge] === 1)
    const layer = g.layer[upper] ?? 0
    // To a door, the line runs below or above the card to the lane.
    const out = doorOf(part.bottomPort, edge, lower)
    if (out === undefined) {
      put(leave.side, leave.level)
      put(leave.out, leave.level)
    } else {
      const level = topOf(lower) + (height[lower] ?? 0)
      put(out, level)
      put(out, level + LANE / 2)
      put(leave.out, level + LANE / 2)
    }
    put(leave.out, bands.top[g.layer[lower] ?? 0] ?? 0)
    for (let step = spanOf(edge) - 1; step > 0; step--) {
      const place = x[(g.firstDummy[edge] ?? 0) + step - 1] ?? 0
      put(place, bands.bottom[layer + step] ?? 0)
      put(place, bands.top[layer + step] ?? 0)
    }
    put(enter.out, bands.bottom[layer] ?? 0)
    const into = doorOf(part.topPort, edge, upper)
    if (into === undefined) {
      put(enter.out, enter.level)
      put(enter.side, enter.level)
    } else {
      put(enter.out, topOf(upper) - LANE / 2)
      put(into, topOf(upper) - LANE / 2)
      put(into, topOf(upper))
    }
  }
  function doorOf(ports: Float64Array, edge: number, node: number): number | undefined {
    const port = ports[edge] ?? Number.NaN
    return Number.isNaN(port) ? undefined : (x[node] ?? 0) - (width[node] ?? 0) / 2 + port
  }
  /** Leaves at the side, runs between two layers to the outer border, along it, and back; reversed for a back edge. */
  function around(edge: number, upper: number, lower: number): void {
    const one = laneOf(upper, lanes.atTop[edge] ?? 0)
    const other = laneOf(lower, lanes.atBottom[edge] ?? 0)
    const below = bands.bottom[g.layer[upper] ?? 0] ?? 0
    const above = bands.top[g.layer[lower] ?? 0] ?? 0
    const border = part.border + LANE
    const out = doorOf(part.topPort, edge, upper)
    const into = doorOf(part.bottomPort, edge, lower)
    const way: (readonly [number, number])[] = [
      ...(out === undefined
        ? ([
            [one.side, one.level],
            [one.out, one.level],
            [one.out, below],
          ] as const)
        : ([
            [out, topOf(upper) + (height[upper] ?? 0)],
            [out, below],
          ] as const)),
      [border, below],
      [border, above],
      ...(into === undefined
        ? ([
            [other.out, above],
            [other.out, other.level],
            [other.side, other.level],
          ] as const)
        : ([
            [into, above],
            [into, topOf(lower)],
          ] as const)),
    ]
    if (back[edge] === 1) way.reverse()
    for (const [px, py] of way) put(px, py)
  }
  function loop(edge: number, node: number): void {
    const { out, side, level } = laneOf(node, lanes.atTop[edge] ?? 0)
    const reach = (height[node] ?? 0) / ((lanes.onRight[node] ?? 0) + 1) / 3
    put(side, level - reach)
    put(out, level - reach)
    put(out, level + reach)
    put(side, level + reach)
  }
}
