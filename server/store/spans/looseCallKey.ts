import type { Keyset } from '../ports/page.ts'
import type { LooseCallKey } from '../ports/spans.ts'

/** Where a call stands in the list of those that belong to no run. Descending. */
export const looseCallKey = ({ started_at, trace_id, span_id }: LooseCallKey): Keyset => [started_at, trace_id, span_id]
