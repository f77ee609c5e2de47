import type { GraphLayout } from '../layout/GraphLayout.ts'
import type { FoldDepth } from './FoldDepth.ts'
import type { NodeClasses } from './NodeClasses.ts'
import { minimumCards } from './minimumCards.ts'
import type { Picture } from './Picture.ts'

export type Drawn = { readonly picture: Picture; readonly layout: GraphLayout }

/** More cards than this are never readable, whatever the size of the canvas. */
const CARDS_MAX = 80

/** A picture with at most this many cards is explored by panning; unlike nodes are not folded together for it. */
const CARDS_MIN = 12

/** If the whole cannot be readable, the factor by which the card count may exceed the minimum. */
const MORE = 1.5

/** What the search for the necessary folding asks. */
export type Folding = {
  /** The classes, with the fold tree once `mergesMax` has been called. */
  readonly classes: () => NodeClasses
  /** The number of places in the fold tree. */
  readonly mergesMax: () => number
  readonly pictureAt: (depth: FoldDepth) => Picture
  readonly draw: (picture: Picture) => Drawn
  readonly isReadable: (layout: GraphLayout) => boolean
}

/**
 * Folds only as depth as the picture needs to become readable: nothing if it already is, else the largest classes first,
 * then the fold tree, until the whole is readable or is a dozen cards. Needs O(log V) drawings of at most `CARDS_MAX`
 * cards, and one drawing of few cards if nothing suffices.
 *
 * @param least keeps everything folded that was folded before: a growing run folds more and never less
 */
export function foldAsNeeded(folding: Folding, least: FoldDepth): Drawn {
  const pictureOfAtMost = (depth: FoldDepth, cards: number): Picture | undefined => {
    if (minimumCards(folding.classes(), depth) > cards) return undefined
    const picture = folding.pictureAt(depth)
    return picture.cards.length <= cards ? picture : undefined
  }
  const readable = (depth: FoldDepth, few = 0): Drawn | undefined => {
    const picture = pictureOfAtMost(depth, CARDS_MAX)
    if (!picture) return undefined
    const drawn = folding.draw(picture)
    return picture.cards.length <= few || folding.isReadable(drawn.layout) ? drawn : undefined
  }
  const { foldFrom: most, merges } = least
  const steps = [...new Set(folding.classes().sizes)]
    .filter((size) => size > 1 && size < most)
    .toSorted((a, b) => a - b)
  steps.push(most)
  const all = steps[0] ?? most
  // Try the least folding first, because most runs need none; then binary search the steps between.
  const found =
    readable(least) ??
    (merges > 0
      ? undefined
      : firstFound(1, steps.length - 1, (at) => readable({ foldFrom: steps.at(-1 - at) ?? 2, merges })))
  if (found) return found
  const further = folding.mergesMax() - merges
  const farther = (more: number): FoldDepth => ({ foldFrom: all, merges: merges + more })
  const last = folding.pictureAt(farther(further))
  const whole =
    last.cards.length <= CARDS_MAX ? firstFound(0, further, (more) => readable(farther(more), CARDS_MIN)) : undefined
  if (whole) return whole
  // What must be seen takes more room than there is. A map of some dozens of cards is still better than thousands.
  const room = Math.max(CARDS_MAX, MORE * last.cards.length)
  return folding.draw(firstFound(0, further - 1, (more) => pictureOfAtMost(farther(more), room)) ?? last)
}

/** Binary search for the first number with a result: further folding only makes the picture smaller. */
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
