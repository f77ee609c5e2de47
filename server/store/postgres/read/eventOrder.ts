import type { SortColumn } from './selectPage.ts'

/** How events are listed, as `eventKey` says; `execution_events_run_page` and `execution_events_node_page` are in this order. */
export const EVENT_ORDER = [
  { column: 'order_key', type: 'bigint' },
  { column: 'time_key', type: 'timestamptz' },
  { column: 'event_id', type: 'text' },
] as const satisfies readonly SortColumn[]
