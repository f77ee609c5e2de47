import type { NodeRef } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { nodeKey } from './keys.ts'
import { paged } from './paged.ts'

const PAGE = 200

/**
 * Queries of one node in one run. Each derives its key from the ref, and rejects a reply with another scope before it
 * is cached.
 */
export const nodeQueries = {
  detail: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'detail'],
      queryFn: ({ signal }) => ask('getNode', ref, {}, signal),
    }),

  summary: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'summary'],
      queryFn: async ({ signal }) => (await ask('getNodeSummary', ref, {}, signal)).item.summary,
    }),

  reuse: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'reuse'],
      queryFn: async ({ signal }) => (await ask('getNodeReuse', ref, {}, signal)).item,
    }),

  files: (ref: NodeRef) =>
    paged([...nodeKey(ref), 'files'], (cursor, signal) => ask('listNodeFiles', ref, { limit: PAGE, cursor }, signal)),

  messages: (ref: NodeRef) =>
    paged([...nodeKey(ref), 'messages'], (cursor, signal) =>
      ask('listNodeMessages', ref, { limit: PAGE, cursor }, signal),
    ),
}
