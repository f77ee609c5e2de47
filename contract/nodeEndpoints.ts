import * as z from 'zod/mini'
import type { Endpoint } from './Endpoint.ts'
import { NodeId, RunId } from './ids.ts'
import * as q from './queries.ts'
import { READS } from './reads.ts'

const node = z.strictObject({ run_id: RunId, node_id: NodeId })

/** The endpoints for one node of one run. */
export const NODE_ENDPOINTS = {
  getNode: {
    ...READS.getNode,
    method: 'GET',
    scope: 'node',
    summary: 'One node of one run',
    params: node,
    query: q.NoQuery,
  },
  listNodeEvents: {
    ...READS.listNodeEvents,
    method: 'GET',
    scope: 'node',
    summary: 'Events of a node in its run, in execution order',
    params: node,
    query: q.EventsQuery,
  },
  getNodeReuse: {
    ...READS.getNodeReuse,
    method: 'GET',
    scope: 'node',
    summary: 'Reuse of a node id: how many rows a query by node id alone would return, and how many belong to this run',
    params: node,
    query: q.NoQuery,
  },
  getNodeEventColumns: {
    ...READS.getNodeEventColumns,
    method: 'GET',
    scope: 'node',
    summary: 'Events of a node in its run in columnar form, up to 20,000 per reply',
    params: node,
    query: q.ColumnsQuery,
  },
  getNodeSummary: {
    ...READS.getNodeSummary,
    method: 'GET',
    scope: 'node',
    summary: 'Execution summary of a node',
    params: node,
    query: q.NoQuery,
  },
  listNodeFiles: {
    ...READS.listNodeFiles,
    method: 'GET',
    scope: 'node',
    summary: 'Files of a node in its run, oldest first',
    params: node,
    query: q.PageQuery,
  },
  getNodeFilesZip: {
    ...READS.getNodeFilesZip,
    method: 'GET',
    scope: 'node',
    summary: 'All recorded files of a node in its run as a ZIP archive',
    params: node,
    query: q.NoQuery,
  },
  listNodeMessages: {
    ...READS.listNodeMessages,
    method: 'GET',
    scope: 'node',
    summary: 'Messages of a node in its run, oldest first',
    params: node,
    query: q.PageQuery,
  },
} as const satisfies Record<string, Endpoint>
