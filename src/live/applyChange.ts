import type { NodeRef } from '#contract/ids.ts'
import type { StreamChange } from '#contract/stream.ts'
import { runKey } from '#src/api/keys.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query'
import { mergeDag } from './mergeDag.ts'

/**
 * Puts into the cache what a frame holds of its run, its graph and its nodes, and returns the keys of what changed but is not
 * in the frame, to be read again. Lists of events are not among them: they may be being read, and are offered to the reader.
 */
export function applyChange(client: QueryClient, change: StreamChange): readonly QueryKey[] {
  const { run_id } = change.scope
  const left: QueryKey[] = []
  const put = <Data>(
    queryKey: DataTag<QueryKey, Data, Error>,
    next: (data: NoInfer<Data>) => NoInfer<Data> | undefined,
  ) => {
    const state = client.getQueryState<Data>(queryKey)
    // Data that is on its way may be older than the frame, and would overwrite it.
    if (state?.fetchStatus === 'fetching') left.push(queryKey)
    // What was refused or failed is not mended by a part of it.
    if (state?.data === undefined || state.status === 'error') return
    const changed = next(state.data)
    if (changed === undefined) left.push(queryKey)
    else client.setQueryData<Data, QueryKey, Data>(queryKey, () => changed)
  }

  // A frame holds the beginnings of long texts; what the reader opened has them whole, and is read again.
  put(runQueries.detail(run_id).queryKey, () => (change.run.cut ? undefined : change.run))
  const dag = runQueries.dag(run_id).queryKey
  put(dag, (data) => mergeDag(data, change))
  // An edge bears the number of its messages, and edges are told only where they come or go.
  if (change.messages && change.topology === null) left.push(dag)
  left.push(runQueries.summary(run_id).queryKey)
  if (change.files) left.push(runQueries.files(run_id).queryKey)
  if (change.messages) left.push(...keysUnder(client, [...runKey(run_id), 'messages']))

  for (const node of change.nodes) {
    const ref = { run_id, node_id: node.node_id }
    put(nodeQueries.detail(ref).queryKey, (data) => (node.cut ? undefined : { ...data, item: node }))
    left.push(...rowsOf(ref, change))
  }
  for (const node_id of change.removed_nodes) left.push(nodeQueries.detail({ run_id, node_id }).queryKey)
  void client.invalidateQueries({ queryKey: runQueries.integrity(run_id).queryKey, refetchType: 'none' })
  return left.filter((key) => client.getQueryState(key) !== undefined)
}

/** What is read of a node beside its own row and its events. */
function rowsOf(ref: NodeRef, { files, messages }: StreamChange): readonly QueryKey[] {
  return [
    nodeQueries.summary(ref).queryKey,
    ...(files ? [nodeQueries.files(ref).queryKey] : []),
    ...(messages ? [nodeQueries.messages(ref).queryKey] : []),
  ]
}

const keysUnder = (client: QueryClient, queryKey: QueryKey): readonly QueryKey[] =>
  client
    .getQueryCache()
    .findAll({ queryKey })
    .map((query) => query.queryKey)
