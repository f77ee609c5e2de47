import type { EventId, MessageId, NodeId, RunId } from '#contract/ids.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { markTime } from '#src/lib/markTime.ts'
import { queryOptions } from '@tanstack/react-query'
import { CHECKING_MS } from './checkingMs.ts'
import { ContractError } from './errors.ts'
import { ask } from './http.ts'
import { runKey } from './keys.ts'
import { paged } from './paged.ts'
import { assertScope } from './scopeGuard.ts'

/** Page size for lists of a run: the maximum that the API allows. */
const PAGE = 500

export const runQueries = {
  detail: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'detail'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getRun', { run_id }, {}, signal)
        assertScope({ run_id }, reply.scope, [reply.item])
        return reply.item
      },
    }),

  dag: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'dag'],
      queryFn: async ({ signal }) => {
        const dag = unpackDag(await ask('getDagColumns', { run_id }, {}, signal))
        if (dag === undefined) throw new ContractError('The columns of the reply do not fit together.')
        assertScope({ run_id }, dag.scope, [...dag.nodes, ...dag.edges])
        markTime('dag-reply', { nodes: dag.nodes.length })
        return dag
      },
    }),

  summary: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'summary'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getRunSummary', { run_id }, {}, signal)
        assertScope({ run_id }, reply.scope, [reply.item])
        return reply.item.summary
      },
    }),

  integrity: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'integrity'],
      queryFn: async ({ signal }) => {
        const reply = await ask('getRunIntegrity', { run_id }, {}, signal)
        const findings = reply.item.groups.flatMap(({ examples }) => examples)
        // A finding without a run is as foreign to this run as another run's.
        const places = findings.map((finding) => ({ run_id: finding.run_id ?? 'none' }))
        assertScope({ run_id }, reply.scope, [reply.item, ...places])
        return reply.item
      },
      refetchInterval: ({ state }) => (state.data?.checked === false ? CHECKING_MS : false),
    }),

  files: (run_id: RunId) =>
    paged([...runKey(run_id), 'files'], async (cursor, signal) => {
      const reply = await ask('listRunFiles', { run_id }, { limit: PAGE, cursor }, signal)
      assertScope({ run_id }, reply.scope, reply.items)
      return reply
    }),

  /** All messages, or those between two nodes of the run, in either direction. */
  messages: (run_id: RunId, between?: { readonly from: NodeId; readonly to: NodeId }) =>
    paged([...runKey(run_id), 'messages', between?.from, between?.to], async (cursor, signal) => {
      const ends = { from_node_id: between?.from, to_node_id: between?.to }
      const reply = await ask('listRunMessages', { run_id }, { ...ends, limit: PAGE, cursor }, signal)
      assertScope({ run_id }, reply.scope, reply.items)
      return reply
    }),

  /** One message in full; lists only have the beginnings of long ones. */
  message: (run_id: RunId, message_id: MessageId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'message', message_id],
      queryFn: async ({ signal }) => {
        const reply = await ask('getMessage', { run_id, message_id }, {}, signal)
        assertScope({ run_id }, reply.scope, [reply.item])
        return reply.item
      },
    }),

  event: (run_id: RunId, event_id: EventId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'event', event_id],
      queryFn: async ({ signal }) => {
        const reply = await ask('getEvent', { run_id, event_id }, {}, signal)
        assertScope({ run_id }, reply.scope, [reply.item])
        return reply.item
      },
      staleTime: 5 * 60_000,
    }),
}
