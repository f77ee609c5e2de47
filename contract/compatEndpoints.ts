import * as z from 'zod/mini'
import type { Endpoint } from './Endpoint.ts'
import { NodeId } from './ids.ts'
import * as q from './queries.ts'
import { READS } from './reads.ts'

const nodeAlone = z.strictObject({ node_id: NodeId })

/** The paths of the old API, which identify a node without its run. Each requires the run as a parameter too. */
export const COMPAT_ENDPOINTS = {
  compatNodeEvents: {
    method: 'GET',
    path: '/api/nodes/:node_id/events',
    scope: 'node',
    summary: 'Compatibility: events of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatEventsQuery,
    reply: READS.listNodeEvents.reply,
    rows: READS.listNodeEvents.rows,
  },
  compatNodeSummary: {
    method: 'GET',
    path: '/api/nodes/:node_id/execution-summary',
    scope: 'node',
    summary: 'Compatibility: summary of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatNodeQuery,
    reply: READS.getNodeSummary.reply,
    rows: READS.getNodeSummary.rows,
  },
  compatNodeFiles: {
    method: 'GET',
    path: '/api/nodes/:node_id/files',
    scope: 'node',
    summary: 'Compatibility: files of a node; run_id is required',
    params: nodeAlone,
    query: q.CompatPageQuery,
    reply: READS.listNodeFiles.reply,
    rows: READS.listNodeFiles.rows,
  },
} as const satisfies Record<string, Endpoint>
