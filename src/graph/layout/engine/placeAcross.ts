import { lengthAcross, widthOf, type Across } from './Across.ts'
import { balance } from './balance.ts'
import { isotonic, packLayers } from './isotonic.ts'
import { shorten } from './shorten.ts'

/** Items above which a graph gets fewer sweeps. */
const LARGE = 8000

/** How much longer edges may be in the straighter picture before the narrower one is taken. */
const WORTH = 1.1
const WIDER = 1.5

/** How much wider one of the four assignments may be before their balance, which is narrower, is taken to be too wide. */
const FAR_WIDER = 2.5

/**
 * The coordinate of each item across the stream: Brandes and Köpf's, whose chains are straight and whose parents stand centred, or isotonic ones where
 * those are far wider or their edges longer. O(V + E).
 */
export function placeAcross(across: Across): Float64Array {
  const isLarge = across.g.total > LARGE
  const sweeps = isLarge ? 2 : 24
  const packed = packLayers(across)
  const narrow = widthOf(across, packed)
  const straight = balance(across, isLarge ? FAR_WIDER * narrow : Number.POSITIVE_INFINITY)
  const isWide = !straight || widthOf(across, straight) > WIDER * narrow
  // Of a large graph only the likelier one is made good.
  if (straight && !(isLarge && isWide)) shorten(across, straight, sweeps)
  if (straight && isLarge && !isWide) return straight
  isotonic(across, packed, isLarge ? 6 : 24)
  shorten(across, packed, sweeps)
  const isWorth = straight && !isWide && lengthAcross(across, straight) <= WORTH * lengthAcross(across, packed)
  return isWorth ? straight : packed
}
