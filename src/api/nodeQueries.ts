import type { NodeRef } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { nodeKey } from './keys.ts'
import { paged } from './paged.ts'
import { assertScope } from './scopeGuard.ts'

const PAGE = 200

/**
 * Queries of one node in one run. Each derives its key from the ref, and rejects a reply with another scope before it
 * is cached.
 */
export const nodeQueries = {
  detail: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'detail'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getNode', ref, {}, signal)
        assertScope(ref, reply.scope, [reply.item])
        return reply
      },
    }),

  summary: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'summary'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getNodeSummary', ref, {}, signal)
        assertScope(ref, reply.scope, [reply.item])
        return reply.item.summary
      },
    }),

  reuse: (ref: NodeRef) =>
    queryOptions({
      queryKey: [...nodeKey(ref), 'reuse'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getNodeReuse', ref, {}, signal)
        assertScope(ref, reply.scope, [reply.item])
        return reply.item
      },
    }),

  files: (ref: NodeRef) =>
    paged([...nodeKey(ref), 'files'], async (cursor, signal) => {
      const reply = await ask('listNodeFiles', ref, { limit: PAGE, cursor }, signal)
      assertScope(ref, reply.scope, reply.items)
      return reply
    }),

  messages: (ref: NodeRef) =>
    paged([...nodeKey(ref), 'messages'], async (cursor, signal) => {
      const reply = await ask('listNodeMessages', ref, { limit: PAGE, cursor }, signal)
      assertScope(ref, reply.scope, reply.items)
      return reply
    }),
}
