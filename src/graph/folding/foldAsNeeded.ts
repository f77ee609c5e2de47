import type { GraphLayout } from '../layout/GraphLayout.ts'
import type { Kindred } from './Kindred.ts'
import type { Picture } from './Picture.ts'

export type Drawn = { readonly picture: Picture; readonly layout: GraphLayout }

/** More cards than these are in no canvas as large as a reader needs them. */
const CARDS_MAX = 80

/**
 * Folds only as far as the picture is not readable without: nothing where the whole is, else the classes of the most members first.
 * O(log V) drawings of at most `CARDS_MAX` cards, and one of whatever is left where folding everything is not enough.
 *
 * @param most nothing smaller than before is unfolded: a run that grows folds more and never less
 */
export function foldAsNeeded(
  { sizes }: Kindred,
  pictureFrom: (foldFrom: number) => Picture,
  draw: (picture: Picture) => Drawn,
  isReadable: (layout: GraphLayout) => boolean,
  most = Number.POSITIVE_INFINITY,
): Drawn {
  const steps = [...new Set(sizes)].filter((size) => size > 1 && size < most).toSorted((a, b) => a - b)
  steps.push(most)
  const readable = (foldFrom: number): Drawn | undefined => {
    const picture = pictureFrom(foldFrom)
    if (picture.cards.length > CARDS_MAX) return undefined
    const drawn = draw(picture)
    return isReadable(drawn.layout) ? drawn : undefined
  }
  // The least folding is tried first, for most runs need none; then the steps between are halved.
  const least = readable(most)
  if (least) return least
  let [low, high] = [0, steps.length - 1]
  let best: Drawn | undefined
  while (low < high) {
    const middle = (low + high) >> 1
    const found = readable(steps[middle] ?? 2)
    if (found) {
      best = found
      low = middle + 1
    } else high = middle
  }
  return best ?? draw(pictureFrom(steps[0] ?? most))
}
