import { formatCount, plural } from '#src/lib/format.ts'
import type { LoadedEvents } from '../eventTable/useEventTable.ts'

/** `12,431 events`, or with a filter `12 of 12,431 events`. The total includes events that are not loaded. */
export const countInWords = (total: number, matches: number | undefined): string =>
  matches === undefined ? plural(total, 'event') : `${formatCount(matches)} of ${plural(total, 'event')}`

/** What is not loaded, and why; undefined if everything is. */
export function restInWords({ table, total, errorTotal, progress }: Omit<LoadedEvents, 'news'>): string | undefined {
  switch (progress.kind) {
    case 'complete':
      return undefined
    case 'reading':
      return `Loading, ${formatCount(table.size)} so far.`
    case 'interrupted':
      return `Loading stopped at ${formatCount(table.size)} of ${plural(total, 'event')}.`
    case 'cut':
      return `Showing ${formatCount(table.size)} of ${plural(total, 'event')}: ${errorsHere(table.is_error, errorTotal)}, start and end events, and the first and last events.`
  }
}

function errorsHere(isError: Uint8Array, total: number): string {
  let here = 0
  for (const each of isError) here += each
  return here >= total ? `all ${plural(total, 'error')}` : `${formatCount(here)} of ${plural(total, 'error')}`
}
