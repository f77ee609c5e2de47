import type { Part } from './Part.ts'
import type { Ports } from './placePorts.ts'

/** Distance in pixels between the lines of back edges beside a card. */
export const LANE = 14

/** The lane that each back edge takes beside its upper and lower card, and the number of lanes per card. */
export type Lanes = { readonly atTop: Int32Array; readonly atBottom: Int32Array; readonly count: Int32Array }

/**
 * Assigns lanes at the right side of cards, which is kept free, to back edges, self-loops and edges around the whole.
 * O(E).
 */
export function lanesOf(
  count: number,
  tops: Int32Array,
  bottoms: Int32Array,
  back: Uint8Array,
  far: Uint8Array,
): Lanes {
  const lanes: Lanes = {
    atTop: new Int32Array(tops.length),
    atBottom: new Int32Array(tops.length),
    count: new Int32Array(count),
  }
  const take = (node: number) => {
    const lane = lanes.count[node] ?? 0
    lanes.count[node] = lane + 1
    return lane
  }
  for (let edge = 0; edge < tops.length; edge++) {
    if (back[edge] === 0 && far[edge] === 0) continue
    lanes.atTop[edge] = take(tops[edge] ?? 0)
    lanes.atBottom[edge] = tops[edge] === bottoms[edge] ? (lanes.atTop[edge] ?? 0) : take(bottoms[edge] ?? 0)
  }
  return lanes
}

/**
 * The polyline of each edge. It crosses each layer vertically, where its dummy reserves space, and slants only between
 * layers, where there are no cards, so it never runs through a card. A back edge leaves and enters at the right side of
 * its cards, through lanes of its own. O(V + dummies).
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
  function laneOf(node: number, lane: number): { out: number; side: number; level: number } {
    const side = (x[node] ?? 0) + (width[node] ?? 0) / 2
    const share = (height[node] ?? 0) / ((lanes.count[node] ?? 0) + 1)
    // Inner lanes end lower, so that the outer ones, which also come from below, do not cross them.
    return { out: side + LANE * (lane + 1), side, level: topOf(node) + (height[node] ?? 0) - share * (lane + 1) }
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
    const leave = laneOf(lower, lanes.atBottom[edge] ?? 0)
    const enter = laneOf(upper, lanes.atTop[edge] ?? 0)
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
    const reach = (height[node] ?? 0) / ((lanes.count[node] ?? 0) + 1) / 3
    put(side, level - reach)
    put(out, level - reach)
    put(out, level + reach)
    put(side, level + reach)
  }
}
