import * as z from 'zod/mini'
import { columnsOf } from './columns.ts'
import { DagColumns } from './dagColumns.ts'
import type { Endpoint } from './Endpoint.ts'
import { ExecutionEvent, FileRow, Message, MessageRow, RunFile } from './entities.ts'
import { Health } from './health.ts'
import { EventId, FileId, MessageId, RunId, RunScope } from './ids.ts'
import { IntegrityReport, RunIntegrity } from './integrity.ts'
import { NODE_ENDPOINTS } from './nodeEndpoints.ts'
import * as q from './queries.ts'
import { SearchReply } from './search.ts'
import { GlobalScope, oneOf, pageOf } from './scoped.ts'
import { LooseCall, LooseCallRow, SpanRef, TelemetryState } from './telemetry.ts'
import { ExecutionSummary, RunFacets, RunRow, SessionRow } from './summaries.ts'

const none = z.strictObject({})
const run = z.strictObject({ run_id: RunId })

/** What the app reads. Apart from all else, so that it does not load what is checked of a batch, or of a reply that it never asks for. */
export const READ_ENDPOINTS = {
  health: {
    method: 'GET',
    path: '/api/health',
    scope: 'public',
    summary: 'Whether the server and its database answer',
    params: none,
    query: q.NoQuery,
    reply: Health,
  },
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    scope: 'global',
    summary: 'Sessions, last active first',
    params: none,
    query: q.PageQuery,
    reply: pageOf(GlobalScope, SessionRow),
  },
  listRuns: {
    method: 'GET',
    path: '/api/runs',
    scope: 'global',
    summary: 'Runs, newest first',
    params: none,
    query: q.RunsQuery,
    reply: pageOf(GlobalScope, RunRow),
  },
  runListStream: {
    method: 'GET',
    path: '/api/run-stream',
    scope: 'global',
    summary: 'Runs that are written from now on, as server-sent events',
    params: none,
    query: q.NoQuery,
    reply: null,
  },
  runFacets: {
    method: 'GET',
    path: '/api/run-facets',
    scope: 'global',
    summary: 'Statuses, modes and agents that occur in the runs',
    params: none,
    query: q.NoQuery,
    reply: oneOf(GlobalScope, RunFacets),
  },
  getTelemetry: {
    method: 'GET',
    path: '/api/telemetry',
    scope: 'global',
    summary: 'How many traces came, how many of them tell of no run, and what is not drawn yet',
    params: none,
    query: q.NoQuery,
    reply: oneOf(GlobalScope, TelemetryState),
  },
  listLooseCalls: {
    method: 'GET',
    path: '/api/telemetry/loose-calls',
    scope: 'global',
    summary: 'Calls of models and tools that came alone and belong to no run, newest first',
    params: none,
    query: q.PageQuery,
    reply: pageOf(GlobalScope, LooseCallRow),
  },
  getLooseCall: {
    method: 'GET',
    path: '/api/telemetry/loose-calls/:trace_id/:span_id',
    scope: 'global',
    summary: 'One call that belongs to no run, with all that its span says',
    params: SpanRef,
    query: q.NoQuery,
    reply: oneOf(GlobalScope, LooseCall),
  },
  getIntegrity: {
    method: 'GET',
    path: '/api/integrity',
    scope: 'global',
    summary: 'What the database holds and what is wrong with it',
    params: none,
    query: q.NoQuery,
    reply: oneOf(GlobalScope, IntegrityReport),
  },
  getRun: {
    method: 'GET',
    path: '/api/runs/:run_id',
    scope: 'run',
    summary: 'One run',
    params: run,
    query: q.NoQuery,
    reply: oneOf(RunScope, RunRow),
  },
  getDagColumns: {
    method: 'GET',
    path: '/api/runs/:run_id/dag-columns',
    scope: 'run',
    summary: 'All nodes of a run, enriched, and its edges, column by column, for graphs of any size',
    params: run,
    query: q.NoQuery,
    reply: DagColumns,
  },
  runStream: {
    method: 'GET',
    path: '/api/runs/:run_id/stream',
    scope: 'run',
    summary: 'What is written into a run from now on, as server-sent events',
    params: run,
    query: q.StreamQuery,
    reply: null,
  },
  getRunEventColumns: {
    method: 'GET',
    path: '/api/runs/:run_id/event-columns',
    scope: 'run',
    summary: 'Events of a run column by column, up to 20,000 a reply, for timelines and long lists',
    params: run,
    query: q.ColumnsQuery,
    reply: columnsOf(RunScope),
  },
  searchRun: {
    method: 'GET',
    path: '/api/runs/:run_id/search',
    scope: 'run',
    summary: 'Where a text occurs in the nodes, events with their payloads, files or messages of a run',
    params: run,
    query: q.SearchQuery,
    reply: SearchReply,
  },
  getEvent: {
    method: 'GET',
    path: '/api/runs/:run_id/events/:event_id',
    scope: 'run',
    summary: 'One event with its whole payload',
    params: z.strictObject({ run_id: RunId, event_id: EventId }),
    query: q.NoQuery,
    reply: oneOf(RunScope, ExecutionEvent),
  },
  listRunFiles: {
    method: 'GET',
    path: '/api/runs/:run_id/files',
    scope: 'run',
    summary: 'Files of a run, oldest first',
    params: run,
    query: q.PageQuery,
    reply: pageOf(RunScope, FileRow),
  },
  getRunFilesZip: {
    method: 'GET',
    path: '/api/runs/:run_id/files.zip',
    scope: 'run',
    summary: 'All recorded files of a run in one archive',
    params: run,
    query: q.NoQuery,
    reply: null,
  },
  getFile: {
    method: 'GET',
    path: '/api/runs/:run_id/files/:file_id',
    scope: 'run',
    summary: 'What is recorded of one file, whole; its bytes are its content',
    params: z.strictObject({ run_id: RunId, file_id: FileId }),
    query: q.NoQuery,
    reply: oneOf(RunScope, RunFile),
  },
  getFileContent: {
    method: 'GET',
    path: '/api/runs/:run_id/files/:file_id/content',
    scope: 'run',
    summary: 'The bytes of a file; one Range is honoured',
    params: z.strictObject({ run_id: RunId, file_id: FileId }),
    query: q.NoQuery,
    reply: null,
  },
  listRunMessages: {
    method: 'GET',
    path: '/api/runs/:run_id/messages',
    scope: 'run',
    summary: 'Messages of a run, or those between two of its nodes, oldest first',
    params: run,
    query: q.RunMessagesQuery,
    reply: pageOf(RunScope, MessageRow),
  },
  getMessage: {
    method: 'GET',
    path: '/api/runs/:run_id/messages/:message_id',
    scope: 'run',
    summary: 'One message with its whole content',
    params: z.strictObject({ run_id: RunId, message_id: MessageId }),
    query: q.NoQuery,
    reply: oneOf(RunScope, Message),
  },
  getRunSummary: {
    method: 'GET',
    path: '/api/runs/:run_id/summary',
    scope: 'run',
    summary: 'What happened in a run, in figures',
    params: run,
    query: q.NoQuery,
    reply: oneOf(RunScope, z.strictObject({ ...RunScope.shape, summary: ExecutionSummary })),
  },
  getRunIntegrity: {
    method: 'GET',
    path: '/api/runs/:run_id/integrity',
    scope: 'run',
    summary: 'What is wrong in a run',
    params: run,
    query: q.NoQuery,
    reply: oneOf(RunScope, RunIntegrity),
  },
  ...NODE_ENDPOINTS,
} as const satisfies Record<string, Endpoint>

export type ReadName = keyof typeof READ_ENDPOINTS
