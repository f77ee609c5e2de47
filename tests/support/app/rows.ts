import { microsecondsOf } from '#contract/timestamps.ts'
import { EnrichedNode } from '#contract/summaries.ts'
import { aNode, EMPTY_CARD, type anEvent } from '#mocks/fixtures/builders.ts'
import { eventTable } from '#src/records/eventTable/eventTable.ts'
import { layoutLanes, type Lane } from '#src/timeline/model/layoutLanes.ts'
import { columns } from '#tests/support/app/columns.ts'
import * as z from 'zod/mini'

/** A moment of the test's day: seconds after 10:00, with fractions. */
export const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 20, 10, 0, 0, Math.round(seconds * 1000))).toISOString().replace('Z', '000Z')

/** The same in microseconds since 1970. */
export const us = (seconds: number): number => microsecondsOf(at(seconds))

type Bounds = { readonly from?: number; readonly to?: number }
const timesOf = ({ from, to }: Bounds) => ({
  started_at: from === undefined ? null : at(from),
  completed_at: to === undefined ? null : at(to),
})

/** A node that began and ended so many seconds after ten. */
export const node = (node_id: string, bounds: Bounds = {}, over: Partial<z.input<typeof EnrichedNode>> = {}) =>
  z.parse(EnrichedNode, { ...aNode({ node_id, ...timesOf(bounds) }), ...EMPTY_CARD, ...over })

type Loose = NonNullable<Parameters<typeof anEvent>[0]>

/** An event that began and ended so many seconds after ten. */
export const event = (event_id: string, bounds: Bounds = {}, over: Loose = {}): Loose => ({
  event_id,
  ...timesOf(bounds),
  ...over,
})

/** An error, as a moment. */
export const error = (event_id: string, from: number, over: Loose = {}): Loose =>
  event(event_id, { from }, { event_type: 'error', error_message: 'no', ...over })

export const tableOf = (...events: readonly Loose[]) => eventTable([columns(...events)])

type Given = {
  readonly nodes?: readonly EnrichedNode[]
  readonly edges?: Parameters<typeof layoutLanes>[2]
  readonly events?: readonly Loose[]
}

export const timelineOf = ({ nodes = [], edges = [], events = [] }: Given) =>
  layoutLanes(tableOf(...events), nodes, edges)

export const nameOf = (lane: Lane | undefined): string =>
  lane === undefined ? 'no lane' : lane.kind === 'run' ? 'run' : lane.node.node_id
