import * as z from 'zod/mini'
import { COMPAT_ENDPOINTS } from './compatEndpoints.ts'
import type { Endpoint } from './Endpoint.ts'
import { EventRow } from './entities.ts'
import { EventId, RunId, RunScope } from './ids.ts'
import * as q from './queries.ts'
import { DagReply, pageOf, treeOf } from './scoped.ts'

const run = z.strictObject({ run_id: RunId })

/** The endpoints that only programs use, not the app. */
export const PROGRAM_ENDPOINTS = {
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    scope: 'public',
    summary: 'This OpenAPI document',
    params: z.strictObject({}),
    query: q.NoQuery,
    reply: null,
  },
  getDag: {
    method: 'GET',
    path: '/api/runs/:run_id/dag',
    scope: 'run',
    summary: 'The graph of a run: nodes with their counts and times, and edges',
    params: run,
    query: q.NoQuery,
    reply: DagReply,
    rows: ['nodes', 'edges'],
  },
  listRunEvents: {
    method: 'GET',
    path: '/api/runs/:run_id/events',
    scope: 'run',
    summary: 'Events of a run in execution order, including those without a node',
    params: run,
    query: q.EventsQuery,
    reply: pageOf(RunScope, EventRow),
    rows: ['items'],
  },
  getEventTree: {
    method: 'GET',
    path: '/api/events/:event_id/tree',
    scope: 'event',
    summary:
      'An event and its descendants within its run; 409 with candidates if several runs have an event with this id',
    params: z.strictObject({ event_id: EventId }),
    query: q.EventTreeQuery,
    reply: treeOf(EventRow),
    rows: ['items.event'],
  },
  ...COMPAT_ENDPOINTS,
} as const satisfies Record<string, Endpoint>
