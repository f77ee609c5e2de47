import type { EventId } from '#contract/ids.ts'
import { plural } from '#src/lib/format.ts'

/** What happened to the events of one list since its last fetch. */
export type EventNews = {
  readonly added: ReadonlySet<EventId>
  /** Events that changed or were removed; some may also be new. */
  readonly changed: ReadonlySet<EventId>
  /** Changes were missed, so there may be more than listed here. */
  readonly isPartial: boolean
}

export const NO_NEWS: EventNews = { added: new Set(), changed: new Set(), isPartial: false }

export const isNews = (news: EventNews): boolean => news.added.size > 0 || news.changed.size > 0 || news.isPartial

/** Merges earlier and later news. */
export const joinNews = (before: EventNews, since: EventNews): EventNews => ({
  added: new Set([...before.added, ...since.added]),
  changed: new Set([...before.changed, ...since.changed]),
  isPartial: before.isPartial || since.isPartial,
})

/** The news counts of a list: new events that it does not show yet, and its own events that changed. */
export function countNews(news: EventNews, held: ReadonlySet<EventId>) {
  const added = [...news.added].filter((event_id) => !held.has(event_id)).length
  const changed = [...news.changed].filter((event_id) => held.has(event_id)).length
  return { added, changed }
}

/**
 * `3 new events`, `2 events changed`, `3 new events, 2 changed`; undefined if there is nothing to say.
 *
 * @param behind how many events the list is shorter than the known count of its run or node
 */
export function newsInWords(news: EventNews, counts: ReturnType<typeof countNews>, behind: number): string | undefined {
  const added = news.isPartial ? Math.max(counts.added, behind) : counts.added
  const { changed } = counts
  if (added > 0) return plural(added, 'new event') + (changed > 0 ? `, ${changed} changed` : '')
  if (changed > 0) return `${plural(changed, 'event')} changed`
  return news.isPartial ? 'Events may have changed' : undefined
}
