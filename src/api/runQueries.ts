import type { EventId, MessageId, NodeId, RunId } from '#contract/ids.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { markTime } from '#src/lib/markTime.ts'
import { queryOptions } from '@tanstack/react-query'
import { CHECKING_MS } from './checkingMs.ts'
import { ContractError } from './errors.ts'
import { ask } from './http.ts'
import { runKey } from './keys.ts'
import { paged } from './paged.ts'

/** Page size for lists of a run: the maximum that the API allows. */
const PAGE = 500

export const runQueries = {
  detail: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'detail'],
      queryFn: async ({ signal }) => (await ask('getRun', { run_id }, {}, signal)).item,
    }),

  dag: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'dag'],
      queryFn: async ({ signal }) => {
        const dag = unpackDag(await ask('getDagColumns', { run_id }, {}, signal))
        if (dag === undefined) throw new ContractError('The columns in the reply do not match.')
        markTime('dag-reply', { nodes: dag.nodes.length })
        return dag
      },
    }),

  summary: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'summary'],
      queryFn: async ({ signal }) => (await ask('getRunSummary', { run_id }, {}, signal)).item.summary,
    }),

  overview: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'overview'],
      queryFn: async ({ signal }) => (await ask('getRunOverview', { run_id }, {}, signal)).item.overview,
    }),

  integrity: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'integrity'],
      queryFn: async ({ signal }) => (await ask('getRunIntegrity', { run_id }, {}, signal)).item,
      refetchInterval: ({ state }) => (state.data?.checked === false ? CHECKING_MS : false),
    }),

  files: (run_id: RunId) =>
    paged([...runKey(run_id), 'files'], (cursor, signal) =>
      ask('listRunFiles', { run_id }, { limit: PAGE, cursor }, signal),
    ),

  /** All messages, or those between two nodes of the run, in either direction. */
  messages: (run_id: RunId, between?: { readonly from: NodeId; readonly to: NodeId }) =>
    paged([...runKey(run_id), 'messages', between?.from, between?.to], (cursor, signal) => {
      const ends = { from_node_id: between?.from, to_node_id: between?.to }
      return ask('listRunMessages', { run_id }, { ...ends, limit: PAGE, cursor }, signal)
    }),

  /** One message in full; lists only have the beginnings of long ones. */
  message: (run_id: RunId, message_id: MessageId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'message', message_id],
      queryFn: async ({ signal }) => (await ask('getMessage', { run_id, message_id }, {}, signal)).item,
    }),

  event: (run_id: RunId, event_id: EventId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'event', event_id],
      queryFn: async ({ signal }) => (await ask('getEvent', { run_id, event_id }, {}, signal)).item,
      staleTime: 5 * 60_000,
    }),
}
