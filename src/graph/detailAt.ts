/** How much of a card there is room for; text is at least this many pixels high on screen wherever there is any. */
const LEAST_TEXT_PX = 11

/** The smallest text of a card at its own size. */
const CARD_TEXT_PX = 12

/** Text grows in steps, since each restyles whatever stands in the graph. */
const STEP = 1.06

/**
 * What is told of a card, by the zoom from which on there is room for it at a size that can be read: all lines, the name and one line,
 * the name in two lines, in one, how many a card stands for, or colour alone.
 */
const DETAILS = [
  { from: LEAST_TEXT_PX / CARD_TEXT_PX, detail: 'full' },
  { from: 0.6, detail: 'short' },
  { from: 0.44, detail: 'name' },
  { from: 0.26, detail: 'word' },
  { from: 0.14, detail: 'count' },
] as const

export type Detail = (typeof DETAILS)[number]['detail'] | 'colour'

export type Legibility = {
  readonly detail: Detail
  /** Font size of small text in the card's own pixels. */
  readonly textSize: number
}

export function detailAt(zoom: number): Legibility {
  const detail = DETAILS.find(({ from }) => zoom >= from)?.detail ?? 'colour'
  const wanted = LEAST_TEXT_PX / zoom
  if (wanted <= CARD_TEXT_PX) return { detail, textSize: CARD_TEXT_PX }
  const textSize = CARD_TEXT_PX * STEP ** Math.ceil(Math.log(wanted / CARD_TEXT_PX) / Math.log(STEP) - 1e-9)
  return { detail, textSize: Math.round(textSize * 100) / 100 }
}

/** Pixels on screen of the smallest text in cards; undefined where there is none. */
export function smallestTextPx(zoom: number): number | undefined {
  const { detail, textSize } = detailAt(zoom)
  return detail === 'colour' ? undefined : textSize * zoom
}
