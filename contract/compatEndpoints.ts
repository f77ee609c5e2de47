import * as z from 'zod/mini'
import type { Endpoint } from './Endpoint.ts'
import { EventRow, FileRow } from './entities.ts'
import { NodeId, NodeRef } from './ids.ts'
import * as q from './queries.ts'
import { oneOf, pageOf } from './scoped.ts'
import { ExecutionSummary } from './summaries.ts'

const nodeAlone = z.strictObject({ node_id: NodeId })

/* What the old form of a path and the canonical one answer alike. */
export const nodeEvents = pageOf(NodeRef, EventRow)
export const nodeFiles = pageOf(NodeRef, FileRow)
export const nodeSummary = oneOf(NodeRef, z.strictObject({ ...NodeRef.shape, summary: ExecutionSummary }))

/** The paths of the old API, which name a node without its run; each asks for the run too. */
export const COMPAT_ENDPOINTS = {
  compatNodeEvents: {
    method: 'GET',
    path: '/api/nodes/:node_id/events',
    scope: 'node',
    summary: 'Compatibility: events of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatEventsQuery,
    reply: nodeEvents,
  },
  compatNodeSummary: {
    method: 'GET',
    path: '/api/nodes/:node_id/execution-summary',
    scope: 'node',
    summary: 'Compatibility: summary of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatNodeQuery,
    reply: nodeSummary,
  },
  compatNodeFiles: {
    method: 'GET',
    path: '/api/nodes/:node_id/files',
    scope: 'node',
    summary: 'Compatibility: files of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatPageQuery,
    reply: nodeFiles,
  },
} as const satisfies Record<string, Endpoint>
