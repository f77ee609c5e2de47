import { distance, type Across } from './Across.ts'

/** The corner from which the blocks are built; the results of all four are balanced. */
export type Corner = { readonly fromTop: boolean; readonly fromLeft: boolean }

/**
 * One of the four extreme assignments: aligns items with the median of their neighbours unless a straighter line is in
 * the way, then compacts the resulting blocks (Brandes and Köpf, 2002, algorithms 2 and 3; compaction uses longest
 * paths over the blocks in both directions, which supports items of any width). O(V + E).
 */
export function alignBlocks(across: Across, yields: Uint8Array, corner: Corner): Float64Array {
  const root = new Int32Array(across.g.total)
  const next = new Int32Array(across.g.total)
  align(across, yields, corner, root, next)
  return compact(across, corner.fromLeft, root, next)
}

function align(
  { g }: Across,
  yields: Uint8Array,
  { fromTop, fromLeft }: Corner,
  root: Int32Array,
  next: Int32Array,
): void {
  for (let item = 0; item < g.total; item++) {
    root[item] = item
    next[item] = item
  }
  const list = fromTop ? g.up : g.down
  const listStarts = fromTop ? g.upStarts : g.downStarts
  const ends = fromTop ? g.top : g.bottom
  for (let step = 1; step < g.layers; step++) {
    const layer = fromTop ? step : g.layers - 1 - step
    const first = g.starts[layer] ?? 0
    const end = g.starts[layer + 1] ?? 0
    let reached = fromLeft ? -1 : Number.POSITIVE_INFINITY
    for (let at = 0; at < end - first; at++) {
      const item = g.order[fromLeft ? first + at : end - 1 - at] ?? 0
      const from = listStarts[item] ?? 0
      const degree = (listStarts[item + 1] ?? 0) - from
      if (degree === 0) continue
      const low = (degree - 1) >> 1
      const high = degree >> 1
      for (let half = 0; half < 2 && next[item] === item; half++) {
        if (half === 1 && low === high) break
        const segment = list[from + ((half === 0) === fromLeft ? low : high)] ?? 0
        const other = ends[segment] ?? 0
        const at = g.place[other] ?? 0
        if (yields[segment] === 1 || (fromLeft ? at <= reached : at >= reached)) continue
        next[other] = item
        root[item] = root[other] ?? 0
        next[item] = root[item] ?? 0
        reached = at
      }
    }
  }
}

/** Moves the blocks as far left or right as possible, then each back towards its neighbours as far as they allow. */
function compact(across: Across, toLeft: boolean, root: Int32Array, next: Int32Array): Float64Array {
  const { g } = across
  const waits = new Int32Array(g.total)
  const beside = (item: number): number => {
    const layer = g.layer[item] ?? 0
    const at = (g.starts[layer] ?? 0) + (g.place[item] ?? 0) + (toLeft ? 1 : -1)
    return at < (g.starts[layer] ?? 0) || at >= (g.starts[layer + 1] ?? 0) ? -1 : (g.order[at] ?? 0)
  }
  const apart = (a: number, b: number) => (toLeft ? distance(across, a, b) : distance(across, b, a))
  for (let item = 0; item < g.total; item++) {
    const other = beside(item)
    if (other !== -1) waits[root[other] ?? 0] = (waits[root[other] ?? 0] ?? 0) + 1
  }
  const sorted = new Int32Array(g.total)
  let end = 0
  for (let item = 0; item < g.total; item++) if (root[item] === item && waits[item] === 0) sorted[end++] = item
  const x = new Float64Array(g.total)
  for (let at = 0; at < end; at++) {
    const block = sorted[at] ?? 0
    let item = block
    do {
      const other = beside(item)
      if (other !== -1) {
        const target = root[other] ?? 0
        x[target] = Math.max(x[target] ?? 0, (x[block] ?? 0) + apart(item, other))
        waits[target] = (waits[target] ?? 0) - 1
        if (waits[target] === 0) sorted[end++] = target
      }
      item = next[item] ?? 0
    } while (item !== block)
  }
  for (let at = end - 1; at >= 0; at--) {
    const block = sorted[at] ?? 0
    let room = Number.POSITIVE_INFINITY
    let item = block
    do {
      const other = beside(item)
      if (other !== -1) room = Math.min(room, (x[root[other] ?? 0] ?? 0) - apart(item, other))
      item = next[item] ?? 0
    } while (item !== block)
    if (room !== Number.POSITIVE_INFINITY) x[block] = Math.max(x[block] ?? 0, room)
  }
  for (let item = 0; item < g.total; item++) {
    const place = x[root[item] ?? 0] ?? 0
    if (root[item] !== item) x[item] = place
  }
  if (!toLeft) for (let item = 0; item < g.total; item++) x[item] = -(x[item] ?? 0)
  return x
}
