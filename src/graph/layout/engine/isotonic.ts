import { distance, type Across } from './Across.ts'

/**
 * Places each layer, one sweep at a time, as close to the means of its neighbours as its order allows: pooling adjacent
 * violators finds the exact least squares of each layer (Ayer et al., An empirical distribution function for sampling
 * with incomplete information, 1955; Best and Chakravarti, 1990). Stays narrow where dense layers make Brandes and
 * Köpf's blocks wide. O((V + E) · sweeps).
 */
export function isotonic(across: Across, x: Float64Array, sweeps: number): void {
  const { g } = across
  let widest = 0
  for (let layer = 0; layer < g.layers; layer++) {
    widest = Math.max(widest, (g.starts[layer + 1] ?? 0) - (g.starts[layer] ?? 0))
  }
  const pools: Pools = {
    value: new Float64Array(widest),
    weight: new Float64Array(widest),
    first: new Int32Array(widest),
    offset: new Float64Array(widest),
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    // The last sweeps consider both sides, so that parents are centred over their children and not only children under
    // parents.
    const both = sweep >= sweeps - 3
    for (let step = 0; step < g.layers; step++) {
      const layer = sweep % 2 === 0 ? step : g.layers - 1 - step
      placeLayer(across, x, layer, both || sweep % 2 === 0, both || sweep % 2 === 1, pools)
    }
  }
}

type Pools = {
  readonly value: Float64Array
  readonly weight: Float64Array
  readonly first: Int32Array
  readonly offset: Float64Array
}

/** Segments between dummies weigh more, so that long edges become straight. */
const STRAIGHT = 4
/** An item without neighbours on this side stays in place unless it is in the way. */
const STAYS = 0.05

function placeLayer(
  across: Across,
  x: Float64Array,
  layer: number,
  up: boolean,
  down: boolean,
  { value, weight, first, offset }: Pools,
): void {
  const { g } = across
  const start = g.starts[layer] ?? 0
  const width = (g.starts[layer + 1] ?? 0) - start
  let pools = 0
  let reach = 0
  for (let at = 0; at < width; at++) {
    const item = g.order[start + at] ?? 0
    if (at > 0) reach += distance(across, g.order[start + at - 1] ?? 0, item)
    offset[at] = reach
    let sum = 0
    let heft = 0
    const isDummy = item >= g.real
    if (up) {
      for (let i = g.upStarts[item] ?? 0; i < (g.upStarts[item + 1] ?? 0); i++) {
        const other = g.top[g.up[i] ?? 0] ?? 0
        const pull = isDummy && other >= g.real ? STRAIGHT : 1
        sum += pull * (x[other] ?? 0)
        heft += pull
      }
    }
    if (down) {
      for (let i = g.downStarts[item] ?? 0; i < (g.downStarts[item + 1] ?? 0); i++) {
        const other = g.bottom[g.down[i] ?? 0] ?? 0
        const pull = isDummy && other >= g.real ? STRAIGHT : 1
        sum += pull * (x[other] ?? 0)
        heft += pull
      }
    }
    if (heft === 0) {
      heft = STAYS
      sum = STAYS * (x[item] ?? 0)
    }
    let mean = sum / heft - reach
    let from = at
    while (pools > 0 && (value[pools - 1] ?? 0) >= mean) {
      pools--
      const other = weight[pools] ?? 0
      mean = (mean * heft + (value[pools] ?? 0) * other) / (heft + other)
      heft += other
      from = first[pools] ?? 0
    }
    value[pools] = mean
    weight[pools] = heft
    first[pools++] = from
  }
  for (let pool = 0; pool < pools; pool++) {
    const end = pool + 1 < pools ? (first[pool + 1] ?? 0) : width
    for (let at = first[pool] ?? 0; at < end; at++) {
      x[g.order[start + at] ?? 0] = (value[pool] ?? 0) + (offset[at] ?? 0)
    }
  }
}

/** Every layer packed tightly and centred: the starting point of `isotonic` if there is nothing better. O(V). */
export function packLayers(across: Across): Float64Array {
  const { g } = across
  const x = new Float64Array(g.total)
  for (let layer = 0; layer < g.layers; layer++) {
    const start = g.starts[layer] ?? 0
    const end = g.starts[layer + 1] ?? 0
    let reach = 0
    for (let at = start; at < end; at++) {
      const item = g.order[at] ?? 0
      if (at > start) reach += distance(across, g.order[at - 1] ?? 0, item)
      x[item] = reach
    }
    for (let at = start; at < end; at++) x[g.order[at] ?? 0] = (x[g.order[at] ?? 0] ?? 0) - reach / 2
  }
  return x
}
