import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/**
 * The rows in view, and the one with the tab stop wherever it is: the focus would fall to the page the moment that one is
 * unmounted, and Tab could not come back to it.
 */
export function renderedRows(range: Range, active: number): number[] {
  const shown = defaultRangeExtractor(range)
  if (active >= range.count || shown.includes(active)) return shown
  return active < range.startIndex ? [active, ...shown] : [...shown, active]
}
