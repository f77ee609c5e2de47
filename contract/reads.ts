import * as z from 'zod/mini'
import { columnsOf } from './columns.ts'
import { DemoRemoval, DemoState } from './demo.ts'
import { DagColumns } from './dagColumns.ts'
import { EventRow, ExecutionEvent, FileRow, Message, MessageRow, RunFile } from './entities.ts'
import { Health } from './health.ts'
import { NodeRef, RunScope } from './ids.ts'
import { IntegrityReport, NodeReuse, RunIntegrity } from './integrity.ts'
import { GlobalScope, NodeReply, oneOf, pageOf } from './scoped.ts'
import { RecentRuns } from './recentRuns.ts'
import { RunOverview } from './runOverview.ts'
import type { RowPlaces } from './scopedRows.ts'
import { SearchReply } from './search.ts'
import { ExecutionSummary, RunFacets, RunRow, SessionRow } from './summaries.ts'
import { UnassignedCall, UnassignedCallRow, TelemetryState } from './telemetry.ts'

/** `rows`: where the reply has rows that must belong to the run, or the run and node, in the path. Required for replies about one run. */
export type Read = {
  /** Missing for GET. */
  readonly method?: 'DELETE'
  readonly path: `/api/${string}`
  readonly reply: z.core.$ZodType | null
  readonly rows?: RowPlaces
}

/**
 * The path and reply schema of each endpoint that the app reads; null if the reply is not our JSON. Separate from the
 * endpoints so that the app does not load schemas that only the server needs.
 */
export const READS = {
  health: { path: '/api/health', reply: Health },
  listSessions: { path: '/api/sessions', reply: pageOf(GlobalScope, SessionRow) },
  listRuns: { path: '/api/runs', reply: pageOf(GlobalScope, RunRow) },
  runListStream: { path: '/api/run-stream', reply: null },
  getRecentRuns: { path: '/api/recent-runs', reply: oneOf(GlobalScope, RecentRuns) },
  runFacets: { path: '/api/run-facets', reply: oneOf(GlobalScope, RunFacets) },
  getDemo: { path: '/api/demo', reply: oneOf(GlobalScope, DemoState) },
  removeDemo: { method: 'DELETE', path: '/api/demo', reply: oneOf(GlobalScope, DemoRemoval) },
  getTelemetry: { path: '/api/telemetry', reply: oneOf(GlobalScope, TelemetryState) },
  listUnassignedCalls: { path: '/api/telemetry/loose-calls', reply: pageOf(GlobalScope, UnassignedCallRow) },
  getUnassignedCall: {
    path: '/api/telemetry/loose-calls/:trace_id/:span_id',
    reply: oneOf(GlobalScope, UnassignedCall),
  },
  getIntegrity: { path: '/api/integrity', reply: oneOf(GlobalScope, IntegrityReport) },
  getRun: { path: '/api/runs/:run_id', reply: oneOf(RunScope, RunRow), rows: ['item'] },
  getDagColumns: {
    path: '/api/runs/:run_id/dag-columns',
    reply: DagColumns,
    rows: [
      { packed: 'node_columns', counted: 'node_id' },
      { packed: 'edge_columns', counted: 'from' },
    ],
  },
  runStream: { path: '/api/runs/:run_id/stream', reply: null },
  getRunEventColumns: {
    path: '/api/runs/:run_id/event-columns',
    reply: columnsOf(RunScope),
    rows: [{ pointing: 'columns' }],
  },
  searchRun: { path: '/api/runs/:run_id/search', reply: SearchReply, rows: ['items'] },
  getEvent: { path: '/api/runs/:run_id/events/:event_id', reply: oneOf(RunScope, ExecutionEvent), rows: ['item'] },
  listRunFiles: { path: '/api/runs/:run_id/files', reply: pageOf(RunScope, FileRow), rows: ['items'] },
  getRunFilesZip: { path: '/api/runs/:run_id/files.zip', reply: null },
  getFile: { path: '/api/runs/:run_id/files/:file_id', reply: oneOf(RunScope, RunFile), rows: ['item'] },
  getFileContent: { path: '/api/runs/:run_id/files/:file_id/content', reply: null },
  listRunMessages: { path: '/api/runs/:run_id/messages', reply: pageOf(RunScope, MessageRow), rows: ['items'] },
  getMessage: { path: '/api/runs/:run_id/messages/:message_id', reply: oneOf(RunScope, Message), rows: ['item'] },
  getRunSummary: {
    path: '/api/runs/:run_id/summary',
    reply: oneOf(RunScope, z.strictObject({ ...RunScope.shape, summary: ExecutionSummary })),
    rows: ['item'],
  },
  getRunOverview: {
    path: '/api/runs/:run_id/overview',
    reply: oneOf(RunScope, z.strictObject({ ...RunScope.shape, overview: RunOverview })),
    rows: [
      'item',
      'item.overview.by_node.rows',
      'item.overview.slowest',
      'item.overview.dearest',
      'item.overview.last_output?',
      'item.overview.last_message?',
    ],
  },
  getRunIntegrity: {
    path: '/api/runs/:run_id/integrity',
    reply: oneOf(RunScope, RunIntegrity),
    rows: ['item', 'item.groups.examples'],
  },
  getNode: { path: '/api/runs/:run_id/nodes/:node_id', reply: NodeReply, rows: ['item'] },
  listNodeEvents: {
    path: '/api/runs/:run_id/nodes/:node_id/events',
    reply: pageOf(NodeRef, EventRow),
    rows: ['items'],
  },
  getNodeReuse: { path: '/api/runs/:run_id/nodes/:node_id/reuse', reply: oneOf(NodeRef, NodeReuse), rows: ['item'] },
  getNodeEventColumns: {
    path: '/api/runs/:run_id/nodes/:node_id/event-columns',
    reply: columnsOf(NodeRef),
    rows: [{ pointing: 'columns' }],
  },
  getNodeSummary: {
    path: '/api/runs/:run_id/nodes/:node_id/execution-summary',
    reply: oneOf(NodeRef, z.strictObject({ ...NodeRef.shape, summary: ExecutionSummary })),
    rows: ['item'],
  },
  listNodeFiles: { path: '/api/runs/:run_id/nodes/:node_id/files', reply: pageOf(NodeRef, FileRow), rows: ['items'] },
  getNodeFilesZip: { path: '/api/runs/:run_id/nodes/:node_id/files.zip', reply: null },
  listNodeMessages: {
    path: '/api/runs/:run_id/nodes/:node_id/messages',
    reply: pageOf(NodeRef, MessageRow),
    rows: ['items'],
  },
} as const satisfies Record<string, Read>

export type ReadName = keyof typeof READS
export type ReadReply<Name extends ReadName> = (typeof READS)[Name]['reply'] extends infer Schema extends
  z.core.$ZodType
  ? z.output<Schema>
  : never
