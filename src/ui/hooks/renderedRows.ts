import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/**
 * The visible rows, plus the one with the tab stop wherever it is: if it were unmounted, the focus would be lost and
 * Tab could not return to it.
 */
export function renderedRows(range: Range, active: number): number[] {
  const shown = defaultRangeExtractor(range)
  if (active >= range.count || shown.includes(active)) return shown
  return active < range.startIndex ? [active, ...shown] : [...shown, active]
}
