import type { RunListQuery } from '#src/api/globalQueries.ts'
import { shortId, spoken } from '#src/lib/format.ts'
import { NO_FILTER, type RunListFilter } from '#src/navigation/location.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { RUN_STATUSES, type RunStatus } from '#contract/words.ts'

/** The filter as the API takes it: an empty part is left out, for an empty parameter would be refused. */
export const toRunListQuery = (filter: RunListFilter): RunListQuery => ({
  session_id: filter.session_id,
  status: filter.status.length > 0 ? filter.status.join(',') : undefined,
  mode: filter.mode,
  agent: filter.agent,
  q: filter.q,
})

/** The statuses with one more, or with it taken away; always in the table's order, so that one choice has one URL and one cache entry. */
export function toggledStatus(filter: RunListFilter, status: RunStatus): RunListFilter {
  const on = filter.status.includes(status)
  return {
    ...filter,
    status: RUN_STATUSES.filter((word) => (word === status ? !on : filter.status.includes(word))),
  }
}

/** One part of the filter in words, and the filter that is left when it is taken away. */
export type FilterPart = {
  readonly key: string
  readonly what: string
  readonly value: string
  readonly without: RunListFilter
}

/** @param sessionName the name of the filter's session where it is known; else its id stands for it. */
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
  if (filter.q !== undefined)
    parts.push({ key: 'q', what: 'Text', value: `“${filter.q}”`, without: { ...filter, q: undefined } })
  return parts
}

export const isFiltered = (filter: RunListFilter): boolean => filterParts(filter, undefined).length > 0

/** How many choices the filter menu itself holds; the text has its own field and the session its own list. */
export const menuChoices = ({ status, mode, agent }: RunListFilter): number =>
  filterParts({ ...NO_FILTER, status, mode, agent }, undefined).length
