import type { SortColumn } from './selectPage.ts'

/**
 * The list order of events, same as `eventKey`. The indexes `execution_events_run_page` and
 * `execution_events_node_page` have this order.
 */
export const EVENT_ORDER = [
  { column: 'order_key', type: 'bigint' },
  { column: 'time_key', type: 'timestamptz' },
  { column: 'event_id', type: 'text' },
] as const satisfies readonly SortColumn[]
