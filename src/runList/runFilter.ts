import type { RunListQuery } from '#src/api/globalQueries.ts'
import { shortId, spoken } from '#src/lib/format.ts'
import { NO_FILTER, type RunListFilter } from '#src/navigation/location.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { RUN_STATUSES, type RunStatus } from '#contract/words.ts'

/** The filter as query parameters: empty parts are left out, because the API rejects empty parameters. */
export const toRunListQuery = (filter: RunListFilter): RunListQuery => ({
  session_id: filter.session_id,
  status: filter.status.length > 0 ? filter.status.join(',') : undefined,
  mode: filter.mode,
  agent: filter.agent,
  q: filter.q,
})

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
  if (filter.q !== undefined)
    parts.push({ key: 'q', what: 'Text', value: `“${filter.q}”`, without: { ...filter, q: undefined } })
  return parts
}

export const isFiltered = (filter: RunListFilter): boolean => filterParts(filter, undefined).length > 0

/** Number of choices in the filter menu itself; the text has its own field and the session its own list. */
export const menuChoices = ({ status, mode, agent }: RunListFilter): number =>
  filterParts({ ...NO_FILTER, status, mode, agent }, undefined).length
