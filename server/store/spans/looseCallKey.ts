import type { Keyset } from '../ports/page.ts'
import type { LooseCallKey } from '../ports/spans.ts'

/** The sort key of an unassigned call in its list. Descending. */
export const looseCallKey = ({ started_at, trace_id, span_id }: LooseCallKey): Keyset => [started_at, trace_id, span_id]
