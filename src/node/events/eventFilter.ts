import type { EventType } from '#contract/words.ts'
import type { NodeEventFilter } from '#src/api/nodeQueries.ts'

/** What the reader asked the events to be narrowed to. */
export type EventFilter = {
  readonly types: readonly EventType[]
  readonly text: string
  readonly errorsOnly: boolean
}

export const NO_EVENT_FILTER: EventFilter = { types: [], text: '', errorsOnly: false }

/** Characters that the API takes at most. */
export const FILTER_TEXT_MAX = 200

export const isFiltered = ({ types, text, errorsOnly }: EventFilter): boolean =>
  types.length > 0 || text.trim() !== '' || errorsOnly

/** The filter as the API takes it. Sorted, so that the same choice is the same query whatever order it was made in. */
export const toQuery = ({ types, text, errorsOnly }: EventFilter): NodeEventFilter => ({
  event_type: types.length === 0 ? undefined : types.toSorted((a, b) => (a < b ? -1 : 1)).join(','),
  q: text.trim() === '' ? undefined : text.trim(),
  errors: errorsOnly ? 'true' : undefined,
})
