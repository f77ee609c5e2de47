import type { Part } from './Part.ts'

/** Where each edge leaves its upper card and enters its lower one, across the direction of the graph. */
export type Ports = { readonly out: Float64Array; readonly into: Float64Array }

/** The share of a card's side, centred, on which edges may end, and the preferred distance between them in pixels. */
const USED_SIDE = 0.7
const APART = 14

/**
 * Places ports on the sides of cards in the order of the edges, so that edges of one card never cross. Each port is
 * where its edge would run straight, or as near as the side allows. O(V + E); the segments of each card must be sorted
 * by place.
 */
export function placePorts(part: Part): Ports {
  const { g, tops } = part
  const ports = { out: new Float64Array(tops.length), into: new Float64Array(tops.length) }
  const wanted: number[] = []
  for (let node = 0; node < g.real; node++) {
    spread(part, node, false, ports.out, wanted)
    spread(part, node, true, ports.into, wanted)
  }
  return ports
}

function spread(part: Part, node: number, isAbove: boolean, ports: Float64Array, wanted: number[]): void {
  const { g, x, back } = part
  const list = isAbove ? g.up : g.down
  const listStarts = isAbove ? g.upStarts : g.downStarts
  const ends = isAbove ? g.top : g.bottom
  const fixed = isAbove ? part.bottomPort : part.topPort
  const fixedThere = isAbove ? part.topPort : part.bottomPort
  const own = x[node] ?? 0
  const half = (part.width[node] ?? 0) / 2
  const from = listStarts[node] ?? 0
  const to = listStarts[node + 1] ?? 0
  const free: number[] = []
  wanted.length = 0
  for (let i = from; i < to; i++) {
    const segment = list[i] ?? 0
    const edge = g.edgeOf[segment] ?? 0
    if (back[edge] === 1) continue
    const given = fixed[edge] ?? Number.NaN
    if (!Number.isNaN(given)) {
      ports[edge] = own - half + given
      continue
    }
    const other = ends[segment] ?? 0
    const isCard = other < g.real
    const there = fixedThere[edge] ?? Number.NaN
    const goal = !isCard
      ? (x[other] ?? 0)
      : Number.isNaN(there)
        ? (own + (x[other] ?? 0)) / 2
        : (x[other] ?? 0) - (part.width[other] ?? 0) / 2 + there
    free.push(edge)
    wanted.push(goal)
  }
  const count = free.length
  if (count === 0) return
  const side = half * USED_SIDE
  const apart = count > 1 ? Math.min(APART, (2 * side) / (count - 1)) : 0
  // As near as possible to each preferred position while keeping the distance: pooled means (as in isotonic.ts), then
  // clamped to the side.
  const pools: { sum: number; size: number }[] = []
  for (let at = 0; at < count; at++) {
    const goal = Math.max(own - side, Math.min(own + side, wanted[at] ?? own)) - at * apart
    let pool = { sum: goal, size: 1 }
    for (let last = pools.at(-1); last && last.sum / last.size >= pool.sum / pool.size; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, size: pool.size + last.size }
      pools.pop()
    }
    pools.push(pool)
  }
  let at = 0
  for (const { sum, size } of pools) {
    for (let member = 0; member < size; member++, at++) {
      const place = sum / size + at * apart
      ports[free[at] ?? 0] = Math.max(own - side + at * apart, Math.min(own + side - (count - 1 - at) * apart, place))
    }
  }
}
