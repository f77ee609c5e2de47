import { EventRow } from '#contract/entities.ts'
import { EnrichedNode } from '#contract/summaries.ts'
import { aNode, anEvent, EMPTY_CARD } from '#mocks/fixtures/builders.ts'
import * as z from 'zod/mini'

/** A moment of the test's day: seconds after 10:00. */
export const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 20, 10, 0, seconds)).toISOString().replace('Z', '000Z')

type Bounds = { readonly from?: number; readonly to?: number }
const timesOf = ({ from, to }: Bounds) => ({
  started_at: from === undefined ? null : at(from),
  completed_at: to === undefined ? null : at(to),
})

/** A node of the timeline that began and ended so many seconds after ten. */
export const node = (node_id: string, bounds: Bounds = {}, over: Partial<z.input<typeof EnrichedNode>> = {}) =>
  z.parse(EnrichedNode, {
    ...aNode({ node_id, ...timesOf(bounds) }),
    ...EMPTY_CARD,
    ...over,
  })

/** An event of the timeline that began and ended so many seconds after ten. */
export function event(event_id: string, bounds: Bounds = {}, over: Partial<z.input<typeof EventRow>> = {}) {
  const { inputs: _inputs, outputs: _outputs, meta: _meta, ...fields } = anEvent({ event_id, ...timesOf(bounds) })
  return z.parse(EventRow, {
    ...fields,
    headline: event_id,
    is_error: false,
    model: null,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    inputs_preview: null,
    outputs_preview: null,
    ...over,
  })
}
