import type { NodeId } from '#contract/ids.ts'

/** In execution order, or the largest first, without nesting. */
export const EVENT_ORDERS = ['recorded', 'duration', 'tokens', 'cost'] as const
export type EventOrder = (typeof EVENT_ORDERS)[number]

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
  readonly order: EventOrder
}

/** The same list without filters; keeps its shape and order. */
export const unfiltered = ({ shape, order }: Pick<EventFilter, 'shape' | 'order'>): EventFilter => ({
  types: [],
  subtypes: [],
  statuses: [],
  agents: [],
  nodes: [],
  text: '',
  only: 'all',
  shape,
  order,
})
