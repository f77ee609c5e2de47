import { countCrossings } from './countCrossings.ts'
import { exchangeNeighbours, siftLayer } from './exchange.ts'
import { firstOrder } from './firstOrder.ts'
import { orderOf, setOrder, type Layered } from './Layered.ts'
import { sortByBarycenter } from './sortByBarycenter.ts'
import { sortDown, sortUp } from './sortSegments.ts'

/**
 * Budget per graph, in items and segments visited: limited by work and not by time, so that results are deterministic.
 */
const BUDGET = 4_000_000

/**
 * Graphs whose full pass costs more than this get a smaller budget: the picture must appear at once, and nobody follows
 * single lines in it.
 */
const LARGE = 30_000
const LARGE_BUDGET = 1_200_000

/** From this cost on, only the most effective steps run. */
const HUGE = 150_000

/** How many sweeps without improvement end an attempt. */
const PATIENCE = 6

/**
 * Orders the layers to reduce crossings: barycenter sweeps, each followed by swaps of neighbours, from several starting
 * orders while the graph is small, then sifting (Sugiyama et al., 1981; Gansner et al., 1993, section 3; Matuszewski et
 * al., 1999). Returns the remaining crossings. O(E log V) a sweep, with a bounded number of sweeps.
 *
 * @param given whether the current order is one of the starts; it wins ties
 */
export function reduceCrossings(g: Layered, given: boolean): number {
  const cursor = new Int32Array(g.total)
  const cost = g.total + g.top.length * 2
  const isLarge = cost > LARGE
  const isHuge = cost > HUGE
  const now = { budget: isLarge ? LARGE_BUDGET : BUDGET, best: Number.POSITIVE_INFINITY }
  let bestOrder = orderOf(g)
  const note = () => {
    now.budget -= cost
    const crossings = countCrossings(g, cursor)
    if (crossings >= now.best) return false
    now.best = crossings
    bestOrder = orderOf(g)
    return true
  }

  const exchangeAll = (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      let saved = 0
      for (let layer = 0; layer < g.layers; layer++) saved += exchangeNeighbours(g, layer, cursor, isHuge ? 2 : 4)
      now.budget -= cost * 2
      if (saved === 0) return
    }
  }
  const improve = (sweeps: number) => {
    let idle = 0
    for (let sweep = 0; sweep < sweeps && now.best > 0 && now.budget > 0 && idle < PATIENCE; sweep++) {
      const isFlipped = sweep % 4 > 1
      if (sweep % 2 === 0) for (let layer = 1; layer < g.layers; layer++) sortByBarycenter(g, layer, true, isFlipped)
      else for (let layer = g.layers - 2; layer >= 0; layer--) sortByBarycenter(g, layer, false, isFlipped)
      now.budget -= cost
      exchangeAll(isHuge ? 1 : 3)
      idle = note() ? 0 : idle + 1
    }
  }

  /** Sifts single items while that helps, and records the result. */
  const sift = () => {
    for (let round = 0; round < (isHuge ? 1 : isLarge ? 2 : 12) && now.best > 0; round++) {
      let saved = 0
      for (let step = 0; step < g.layers; step++) {
        const layer = round % 2 === 0 ? step : g.layers - 1 - step
        const width = (g.starts[layer + 1] ?? 0) - (g.starts[layer] ?? 0)
        const reach = Math.max(8, Math.min(width, Math.floor(BUDGET / 4 / cost)))
        saved += siftLayer(g, layer, cursor, reach)
        now.budget -= (width * Math.min(width, reach) * cost) / g.total
      }
      if (saved === 0 || now.budget < -BUDGET) break
    }
    note()
  }

  if (given) {
    note()
    exchangeAll(2)
    note()
  } else {
    const random = randomOf(g.total)
    for (let start = 0; start < (isLarge ? 1 : STARTS) && now.best > 0 && (start < 2 || now.budget > 0); start++) {
      if (start < 2) firstOrder(g, start === 0)
      else shuffle(g, random)
      const before = now.best
      note()
      improve(24)
      // A large graph is sifted once, from the better start.
      if (start > 0 && now.best < before) setOrder(g, bestOrder)
      if (start > 0 || isLarge) sift()
    }
  }
  setOrder(g, bestOrder)
  for (let layer = 0; layer < g.layers; layer++) {
    if (layer > 0) sortUp(g, layer, cursor)
    if (layer + 1 < g.layers) sortDown(g, layer, cursor)
  }
  return now.best
}

/** Number of starting orders for a small graph, including those of the walks. */
const STARTS = 12

/** Mulberry32, so that shuffles are deterministic. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffle(g: Layered, random: () => number): void {
  const order = g.order.slice()
  for (let layer = 0; layer < g.layers; layer++) {
    const first = g.starts[layer] ?? 0
    for (let at = (g.starts[layer + 1] ?? 0) - 1; at > first; at--) {
      const other = first + Math.floor(random() * (at - first + 1))
      const item = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = item
    }
  }
  setOrder(g, order)
}
