import type { RunListQuery } from '#src/api/globalQueries.ts'
import { shortId, spoken } from '#src/lib/format.ts'
import type { RunListFilter } from '#src/navigation/location.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { RUN_CONTENTS, type RunContent } from '#contract/runContents.ts'
import { RUN_STATUSES, type RunStatus } from '#contract/words.ts'

/** The filter as query parameters: empty parts are left out, because the API rejects empty parameters. */
export const toRunListQuery = (filter: RunListFilter): RunListQuery => ({
  session_id: filter.session_id,
  status: filter.status.length > 0 ? filter.status.join(',') : undefined,
  mode: filter.mode,
  agent: filter.agent,
  q: filter.q,
  since: filter.since,
  until: filter.until && dayAfter(filter.until),
  has: filter.has.length > 0 ? filter.has.join(',') : undefined,
})

/** The API excludes its bound, and a reader means the whole day. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/**
 * Adds or removes a status. Always in the order of the table, so that each choice has exactly one URL and cache
 * entry.
 */
export function toggledStatus(filter: RunListFilter, status: RunStatus): RunListFilter {
  const on = filter.status.includes(status)
  return {
    ...filter,
    status: RUN_STATUSES.filter((word) => (word === status ? !on : filter.status.includes(word))),
  }
}

/** What runs can be listed by having, as the end of `Only …`. */
export const CONTENT_WORDS: Readonly<Record<RunContent, string>> = {
  rows: 'runs that recorded something',
  errors: 'runs with errors',
}

/** Adds or removes a condition. */
export function toggledContent(filter: RunListFilter, content: RunContent): RunListFilter {
  const on = filter.has.includes(content)
  return { ...filter, has: RUN_CONTENTS.filter((each) => (each === content ? !on : filter.has.includes(each))) }
}

/** One part of the filter as text, and the filter without it. */
export type FilterPart = {
  readonly key: string
  readonly what: string
  readonly value: string
  readonly without: RunListFilter
}

/** @param sessionName the name of the filter's session if known, otherwise its id is used. */
export function filterParts(filter: RunListFilter, sessionName: string | undefined): readonly FilterPart[] {
  const parts: FilterPart[] = []
  if (filter.session_id !== undefined) {
    const value = sessionName ?? shortId(filter.session_id)
    parts.push({ key: 'session', what: 'Session', value, without: { ...filter, session_id: undefined } })
  }
  for (const status of filter.status) {
    const value = statusToken(status).word
    parts.push({ key: `status ${status}`, what: 'Status', value, without: toggledStatus(filter, status) })
  }
  if (filter.mode !== undefined)
    parts.push({ key: 'mode', what: 'Mode', value: spoken(filter.mode), without: { ...filter, mode: undefined } })
  if (filter.agent !== undefined)
    parts.push({ key: 'agent', what: 'Agent', value: filter.agent, without: { ...filter, agent: undefined } })
  if (filter.since !== undefined)
    parts.push({ key: 'since', what: 'From', value: filter.since, without: { ...filter, since: undefined } })
  if (filter.until !== undefined)
    parts.push({ key: 'until', what: 'Until', value: filter.until, without: { ...filter, until: undefined } })
  for (const content of filter.has)
    parts.push({
      key: `has ${content}`,
      what: 'Only',
      value: CONTENT_WORDS[content],
      without: { ...filter, has: filter.has.filter((each) => each !== content) },
    })
  if (filter.q !== undefined)
    parts.push({ key: 'q', what: 'Text', value: `“${filter.q}”`, without: { ...filter, q: undefined } })
  return parts
}

export const isFiltered = (filter: RunListFilter): boolean => filterParts(filter, undefined).length > 0

/** Number of choices in the filter menu itself; the text has its own field and the session its own list. */
export const menuChoices = (filter: RunListFilter): number =>
  filterParts({ ...filter, session_id: undefined, q: undefined }, undefined).length
