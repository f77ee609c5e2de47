import type { GraphLayout } from '../layout/GraphLayout.ts'
import type { Far } from './Far.ts'
import type { Kindred } from './Kindred.ts'
import { leastCards } from './leastCards.ts'
import type { Picture } from './Picture.ts'

export type Drawn = { readonly picture: Picture; readonly layout: GraphLayout }

/** More cards than these are in no canvas as large as a reader needs them. */
const CARDS_MAX = 80

/** A picture of no more cards is looked through by moving it, rather than that what is unlike folds together. */
const CARDS_MIN = 12

/** How many times as many cards as there must be are drawn where the whole cannot be read at once. */
const MORE = 1.5

/** What is asked while it is looked for how far must be folded. */
export type Folding = {
  /** The classes, with what folds further once `mergesMax` was asked. */
  readonly kindred: () => Kindred
  /** How much there is that folds further. */
  readonly mergesMax: () => number
  readonly pictureAt: (far: Far) => Picture
  readonly draw: (picture: Picture) => Drawn
  readonly isReadable: (layout: GraphLayout) => boolean
}

/**
 * Folds only as far as the picture is not readable without: nothing where the whole is, else the classes of the most members first, and then what folds further,
 * until the whole can be read or is a dozen cards.
 * O(log V) drawings of at most `CARDS_MAX` cards, and one of few cards where nothing is enough.
 *
 * @param least nothing is unfolded that was folded before: a run that grows folds more and never less
 */
export function foldAsNeeded(folding: Folding, least: Far): Drawn {
  const pictureOfAtMost = (far: Far, cards: number): Picture | undefined => {
    if (leastCards(folding.kindred(), far) > cards) return undefined
    const picture = folding.pictureAt(far)
    return picture.cards.length <= cards ? picture : undefined
  }
  const readable = (far: Far, few = 0): Drawn | undefined => {
    const picture = pictureOfAtMost(far, CARDS_MAX)
    if (!picture) return undefined
    const drawn = folding.draw(picture)
    return picture.cards.length <= few || folding.isReadable(drawn.layout) ? drawn : undefined
  }
  const { foldFrom: most, merges } = least
  const steps = [...new Set(folding.kindred().sizes)]
    .filter((size) => size > 1 && size < most)
    .toSorted((a, b) => a - b)
  steps.push(most)
  const all = steps[0] ?? most
  // The least folding is tried first, for most runs need none; then the steps between are halved.
  const found =
    readable(least) ??
    (merges > 0
      ? undefined
      : firstFound(1, steps.length - 1, (at) => readable({ foldFrom: steps.at(-1 - at) ?? 2, merges })))
  if (found) return found
  const further = folding.mergesMax() - merges
  const farther = (more: number): Far => ({ foldFrom: all, merges: merges + more })
  const last = folding.pictureAt(farther(further))
  const whole =
    last.cards.length <= CARDS_MAX ? firstFound(0, further, (more) => readable(farther(more), CARDS_MIN)) : undefined
  if (whole) return whole
  // What must be seen takes more room than there is. A map of some dozens of cards is still better than thousands.
  const room = Math.max(CARDS_MAX, MORE * last.cards.length)
  return folding.draw(firstFound(0, further - 1, (more) => pictureOfAtMost(farther(more), room)) ?? last)
}

/** What is found at the first of these numbers where anything is, by halving: what is folded further is smaller. */
function firstFound<T>(first: number, last: number, findAt: (at: number) => T | undefined): T | undefined {
  let [low, high] = [first, last]
  let best: T | undefined
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = findAt(middle)
    if (found) {
      best = found
      high = middle - 1
    } else low = middle + 1
  }
  return best
}
