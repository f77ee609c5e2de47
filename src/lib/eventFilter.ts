import type { NodeId } from '#contract/ids.ts'

/** The filter and layout of an event list. An empty list or text does not filter. Stored in the link as is. */
export type EventFilter = {
  readonly types: readonly string[]
  readonly subtypes: readonly string[]
  readonly statuses: readonly string[]
  readonly agents: readonly string[]
  /** Nodes of the open run whose events are listed. */
  readonly nodes: readonly NodeId[]
  /** Searched in headlines, agents and types, ignoring the case of ASCII letters. */
  readonly text: string
  readonly only: 'all' | 'errors'
  readonly shape: 'nested' | 'flat'
}

/** The same list without filters; keeps its nested or flat shape. */
export const unfiltered = ({ shape }: Pick<EventFilter, 'shape'>): EventFilter => ({
  types: [],
  subtypes: [],
  statuses: [],
  agents: [],
  nodes: [],
  text: '',
  only: 'all',
  shape,
})
