import type { NodeId } from '#contract/ids.ts'

/** What a list of events is narrowed to, and how it is drawn. An empty list or text narrows nothing. It stands in the link as it is. */
export type EventFilter = {
  readonly types: readonly string[]
  readonly subtypes: readonly string[]
  readonly statuses: readonly string[]
  readonly agents: readonly string[]
  /** Nodes of the run that is open whose events are listed. */
  readonly nodes: readonly NodeId[]
  /** Found in headlines, agents and types, whatever the case of its ASCII letters. */
  readonly text: string
  readonly only: 'all' | 'errors'
  readonly shape: 'nested' | 'flat'
}

/** The same list, no longer narrowed; nested or flat as it was. */
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
