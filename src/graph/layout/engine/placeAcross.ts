import { lengthAcross, widthOf, type Across } from './Across.ts'
import { balance } from './balance.ts'
import { isotonic, packLayers } from './isotonic.ts'
import { shorten } from './shorten.ts'

/** Graphs with more items get fewer sweeps. */
const LARGE = 8000

/**
 * How much longer edges, and how much wider the whole, may be in the straighter picture before the narrower one is
 * taken.
 */
const WORTH = 1.1
const WIDER = 1.5

/**
 * If the first of the four assignments is wider than this factor, their balance is assumed to be too wide, although it
 * is narrower.
 */
const FAR_WIDER = 2.5

/**
 * The coordinate of each item across the direction of the graph: Brandes and Köpf's, with straight chains and centred
 * parents, or isotonic coordinates if the former are far wider or have longer edges. O(V + E).
 */
export function placeAcross(across: Across): Float64Array {
  const isLarge = across.g.total > LARGE
  const sweeps = isLarge ? 2 : 24
  const packed = packLayers(across)
  const narrow = widthOf(across, packed)
  const straight = balance(across, isLarge ? FAR_WIDER * narrow : Number.POSITIVE_INFINITY)
  const isWide = !straight || widthOf(across, straight) > WIDER * narrow
  // For a large graph, only the more promising variant is refined.
  if (straight && !(isLarge && isWide)) shorten(across, straight, sweeps)
  if (straight && isLarge && !isWide) return straight
  isotonic(across, packed, isLarge ? 6 : 24)
  shorten(across, packed, sweeps)
  const isWorth = straight && !isWide && lengthAcross(across, straight) <= WORTH * lengthAcross(across, packed)
  return isWorth ? straight : packed
}
