import * as z from 'zod/mini'
import { columnsOf } from './columns.ts'
import { nodeEvents, nodeFiles, nodeSummary } from './compatEndpoints.ts'
import type { Endpoint } from './Endpoint.ts'
import { MessageRow } from './entities.ts'
import { NodeId, NodeRef, RunId } from './ids.ts'
import { NodeReuse } from './integrity.ts'
import * as q from './queries.ts'
import { NodeReply, oneOf, pageOf } from './scoped.ts'

const node = z.strictObject({ run_id: RunId, node_id: NodeId })

/** What is known of one node of one run. */
export const NODE_ENDPOINTS = {
  getNode: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id',
    scope: 'node',
    summary: 'One node of one run',
    params: node,
    query: q.NoQuery,
    reply: NodeReply,
  },
  listNodeEvents: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/events',
    scope: 'node',
    summary: 'Events of a node in its run, in execution order',
    params: node,
    query: q.EventsQuery,
    reply: nodeEvents,
  },
  getNodeReuse: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/reuse',
    scope: 'node',
    summary: 'What a question for the id of a node alone would return beside what belongs to its run, in numbers',
    params: node,
    query: q.NoQuery,
    reply: oneOf(NodeRef, NodeReuse),
  },
  getNodeEventColumns: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/event-columns',
    scope: 'node',
    summary: 'Events of a node in its run column by column, up to 20,000 a reply',
    params: node,
    query: q.ColumnsQuery,
    reply: columnsOf(NodeRef),
  },
  getNodeSummary: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/execution-summary',
    scope: 'node',
    summary: 'What happened in a node, in figures',
    params: node,
    query: q.NoQuery,
    reply: nodeSummary,
  },
  listNodeFiles: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/files',
    scope: 'node',
    summary: 'Files of a node in its run, oldest first',
    params: node,
    query: q.PageQuery,
    reply: nodeFiles,
  },
  getNodeFilesZip: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/files.zip',
    scope: 'node',
    summary: 'All recorded files of a node in its run in one archive',
    params: node,
    query: q.NoQuery,
    reply: null,
  },
  listNodeMessages: {
    method: 'GET',
    path: '/api/runs/:run_id/nodes/:node_id/messages',
    scope: 'node',
    summary: 'Messages of a node in its run, oldest first',
    params: node,
    query: q.PageQuery,
    reply: pageOf(NodeRef, MessageRow),
  },
} as const satisfies Record<string, Endpoint>
