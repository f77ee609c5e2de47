import { distance, type Across } from './Across.ts'
import { sortAscending } from './sortAscending.ts'

/**
 * Moves straight chains of items, one at a time, to the median of their neighbours' positions, as far as adjacent items
 * allow. No move increases the sum of lengths across, and straight lines stay straight. (The idea of the network
 * simplex of Gansner et al., 1993, section 4.2, with local moves.) O((V + E) · sweeps).
 */
export function shorten(across: Across, x: Float64Array, sweeps: number): void {
  const { g } = across
  const owner = new Int32Array(g.total)
  const members = new Int32Array(g.total)
  const ends = new Float64Array(g.top.length * 2)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const apart = sweep % 3 === 2
    let moved = 0
    const visit = (item: number) => {
      if (owner[item] === -1) return
      const size = gather(across, x, item, apart, owner, members)
      moved += moveBlock(across, x, members, size, ends)
    }
    owner.fill(0)
    if (sweep % 2 === 0) for (let at = 0; at < g.total; at++) visit(g.order[at] ?? 0)
    else for (let at = g.total - 1; at >= 0; at--) visit(g.order[at] ?? 0)
    if (moved < 1 && sweep % 3 === 2) return
  }
}

/** Collects the items in a straight line with `item`, or only `item` if `alone`, and marks them as seen. */
function gather(
  { g }: Across,
  x: Float64Array,
  item: number,
  alone: boolean,
  owner: Int32Array,
  members: Int32Array,
): number {
  let size = 0
  members[size++] = item
  owner[item] = -1
  if (alone) return size
  for (let at = 0; at < size; at++) {
    const member = members[at] ?? 0
    for (let i = g.upStarts[member] ?? 0; i < (g.upStarts[member + 1] ?? 0); i++) {
      const other = g.top[g.up[i] ?? 0] ?? 0
      if (owner[other] !== -1 && Math.abs((x[other] ?? 0) - (x[member] ?? 0)) < 0.01) {
        owner[other] = -1
        members[size++] = other
      }
    }
    for (let i = g.downStarts[member] ?? 0; i < (g.downStarts[member + 1] ?? 0); i++) {
      const other = g.bottom[g.down[i] ?? 0] ?? 0
      if (owner[other] !== -1 && Math.abs((x[other] ?? 0) - (x[member] ?? 0)) < 0.01) {
        owner[other] = -1
        members[size++] = other
      }
    }
  }
  return size
}

/** Returns how far the block was moved. */
function moveBlock(across: Across, x: Float64Array, members: Int32Array, size: number, ends: Float64Array): number {
  const { g } = across
  const own = x[members[0] ?? 0] ?? 0
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY
  let count = 0
  for (let at = 0; at < size; at++) {
    const member = members[at] ?? 0
    const place = g.place[member] ?? 0
    const start = g.starts[g.layer[member] ?? 0] ?? 0
    const end = g.starts[(g.layer[member] ?? 0) + 1] ?? 0
    if (place > 0) {
      const other = g.order[start + place - 1] ?? 0
      low = Math.max(low, (x[other] ?? 0) + distance(across, other, member))
    }
    if (start + place + 1 < end) {
      const other = g.order[start + place + 1] ?? 0
      high = Math.min(high, (x[other] ?? 0) - distance(across, member, other))
    }
    for (let i = g.upStarts[member] ?? 0; i < (g.upStarts[member + 1] ?? 0); i++) {
      const there = x[g.top[g.up[i] ?? 0] ?? 0] ?? 0
      if (size === 1 || Math.abs(there - own) >= 0.01) ends[count++] = there
    }
    for (let i = g.downStarts[member] ?? 0; i < (g.downStarts[member + 1] ?? 0); i++) {
      const there = x[g.bottom[g.down[i] ?? 0] ?? 0] ?? 0
      if (size === 1 || Math.abs(there - own) >= 0.01) ends[count++] = there
    }
  }
  if (count === 0 || high - low < 0) return 0
  sortAscending(ends, count)
  const left = ends[(count - 1) >> 1] ?? own
  const right = ends[count >> 1] ?? own
  // Every position between two medians is equally good: a single item is centred there; a block stays.
  const goal = size === 1 ? (left + right) / 2 : Math.max(left, Math.min(right, own))
  const to = Math.max(low, Math.min(high, goal))
  if (Math.abs(to - own) < 0.01) return 0
  for (let at = 0; at < size; at++) x[members[at] ?? 0] = to
  return Math.abs(to - own)
}
