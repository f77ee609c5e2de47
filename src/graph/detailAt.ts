/** Minimum text height on screen in pixels, for all text that is shown. */
const LEAST_TEXT_PX = 11

/** Font size in pixels of a card's smallest text at zoom 1. */
const CARD_TEXT_PX = 12

/** Text grows in steps, because each step restyles the whole graph. */
const STEP = 1.06

/**
 * Level of detail by the lowest zoom at which it is readable: all lines, the name and one line, the name in two lines,
 * the name in one line, the number of nodes in the card, or colour only.
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
  /** Font size of small text, in the card's own pixels. */
  readonly textSize: number
}

export function detailAt(zoom: number): Legibility {
  const detail = DETAILS.find(({ from }) => zoom >= from)?.detail ?? 'colour'
  const wanted = LEAST_TEXT_PX / zoom
  if (wanted <= CARD_TEXT_PX) return { detail, textSize: CARD_TEXT_PX }
  const textSize = CARD_TEXT_PX * STEP ** Math.ceil(Math.log(wanted / CARD_TEXT_PX) / Math.log(STEP) - 1e-9)
  return { detail, textSize: Math.round(textSize * 100) / 100 }
}

/** Height on screen in pixels of the smallest text in cards; undefined if no text is shown. */
export function smallestTextPx(zoom: number): number | undefined {
  const { detail, textSize } = detailAt(zoom)
  return detail === 'colour' ? undefined : textSize * zoom
}
