import type { Keyset } from '../ports/page.ts'
import type { UnassignedCallKey } from '../ports/spans.ts'

/** The sort key of an unassigned call in its list. Descending. */
export const unassignedCallKey = ({ started_at, trace_id, span_id }: UnassignedCallKey): Keyset => [
  started_at,
  trace_id,
  span_id,
]
