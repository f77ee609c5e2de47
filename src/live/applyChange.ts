import type { NodeRef } from '#contract/ids.ts'
import type { StreamChange } from '#contract/stream.ts'
import { runKey } from '#src/api/keys.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { errorQueries } from '#src/api/errorQueries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query'
import { mergeDag } from './mergeDag.ts'

/**
 * Updates the run, its graph and its nodes in the cache from a frame, and returns the keys of queries that changed
 * but are not in the frame, to be refetched. Event lists are not included: the reader may be using them, so news is
 * offered instead.
 */
export function applyChange(client: QueryClient, change: StreamChange): readonly QueryKey[] {
  const { run_id } = change.scope
  const left: QueryKey[] = []
  const put = <Data>(
    queryKey: DataTag<QueryKey, Data, Error>,
    next: (data: NoInfer<Data>) => NoInfer<Data> | undefined,
  ) => {
    const state = client.getQueryState<Data>(queryKey)
    // A reply in flight may be older than the frame and would overwrite it.
    if (state?.fetchStatus === 'fetching') left.push(queryKey)
    // A failed or refused query is not repaired by a partial update.
    if (state?.data === undefined || state.status === 'error') return
    const changed = next(state.data)
    if (changed === undefined) left.push(queryKey)
    else client.setQueryData<Data, QueryKey, Data>(queryKey, () => changed)
  }

  // A frame truncates long texts. An open item has them in full and is refetched.
  put(runQueries.detail(run_id).queryKey, () => (change.run.cut ? undefined : change.run))
  const dag = runQueries.dag(run_id).queryKey
  put(dag, (data) => mergeDag(data, change))
  // An edge contains its number of messages, but frames contain edges only when the topology changes.
  if (change.messages && change.topology === null) left.push(dag)
  left.push(
    runQueries.summary(run_id).queryKey,
    runQueries.overview(run_id).queryKey,
    errorQueries.inRun(run_id).queryKey,
  )
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

/** The queries of a node besides its own row and its events. */
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
