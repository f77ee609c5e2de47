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
    summary: 'What a question for the id of a node alone would return beside what belongs to its run, in numbers',
    params: node,
    query: q.NoQuery,
  },
  getNodeEventColumns: {
    ...READS.getNodeEventColumns,
    method: 'GET',
    scope: 'node',
    summary: 'Events of a node in its run column by column, up to 20,000 a reply',
    params: node,
    query: q.ColumnsQuery,
  },
  getNodeSummary: {
    ...READS.getNodeSummary,
    method: 'GET',
    scope: 'node',
    summary: 'What happened in a node, in figures',
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
    summary: 'All recorded files of a node in its run in one archive',
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
