import type { DagReply } from '#contract/scoped.ts'
import { runKey } from '#src/api/keys.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Direction } from './GraphLayout.ts'
import { layoutInWorker } from './layoutClient.ts'
import { topologyOf } from '../model/topologyOf.ts'

/** The layout of a run's graph, cached by its topology: polling statuses or reopening the run lays nothing out anew. */
export const layoutQuery = (dag: DagReply, direction: Direction) =>
  queryOptions({
    queryKey: [...runKey(dag.scope.run_id), 'layout', dag.topology_hash, direction],
    queryFn: ({ signal }) => layoutInWorker(topologyOf(dag).topology, direction, signal),
    staleTime: Infinity,
  })
