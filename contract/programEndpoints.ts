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
    summary: 'This description',
    params: z.strictObject({}),
    query: q.NoQuery,
    reply: null,
  },
  getDag: {
    method: 'GET',
    path: '/api/runs/:run_id/dag',
    scope: 'run',
    summary: 'All nodes of a run, enriched, and its edges',
    params: run,
    query: q.NoQuery,
    reply: DagReply,
  },
  listRunEvents: {
    method: 'GET',
    path: '/api/runs/:run_id/events',
    scope: 'run',
    summary: 'Events of a run, also those without a node, in execution order',
    params: run,
    query: q.EventsQuery,
    reply: pageOf(RunScope, EventRow),
  },
  getEventTree: {
    method: 'GET',
    path: '/api/events/:event_id/tree',
    scope: 'event',
    summary: 'An event and its descendants within its run; where several runs have the id, 409 names them',
    params: z.strictObject({ event_id: EventId }),
    query: q.EventTreeQuery,
    reply: treeOf(EventRow),
  },
  ...COMPAT_ENDPOINTS,
} as const satisfies Record<string, Endpoint>
