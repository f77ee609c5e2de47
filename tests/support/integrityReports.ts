import { IntegrityFinding, IntegrityGroup, IntegrityReport, ReusedId } from '#contract/integrity.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import * as z from 'zod/mini'

/** Replies that are valid by construction, as the builders of rows are. */
type Loose<Schema extends z.core.$ZodType> = Partial<z.input<Schema>>

export const aFinding = (over: Loose<typeof IntegrityFinding> = {}) =>
  z.parse(IntegrityFinding, {
    kind: 'node_missing',
    run_id: BLUE,
    node_id: 'step_1',
    event_id: null,
    table: 'events',
    key: '',
    rows: 1,
    detail: 'Named by an event.',
    ...over,
  })

export const aGroup = (over: Loose<typeof IntegrityGroup> = {}) =>
  z.parse(IntegrityGroup, {
    kind: 'node_missing',
    findings: 1,
    rows: 1,
    runs: 1,
    examples: [aFinding(over.kind === undefined ? {} : { kind: over.kind })],
    ...over,
  })

export const aReusedId = (over: Loose<typeof ReusedId> = {}) =>
  z.parse(ReusedId, {
    node_id: 'step_1',
    runs: 35,
    events: 454,
    files: 0,
    messages: 0,
    events_per_run: { minimum: 1, median: 14, maximum: 16 },
    typical_run_id: BLUE,
    ...over,
  })

/** The old database, as far as its numbers matter to a reader. */
export const aReport = (over: Loose<typeof IntegrityReport> = {}) =>
  z.parse(IntegrityReport, {
    shape: 'runlens',
    counts: { sessions: 123, runs: 265, nodes: 153, edges: 68, events: 635, files: 31, messages: 3 },
    node_ids: { total: 153, uuid: 142, name: 11 },
    events: { with_node: 587, without_node: 48 },
    reused_ids: { total: 0, items: [] },
    groups: [],
    runs_with_findings: 0,
    runs_pending: 0,
    ...over,
  })
