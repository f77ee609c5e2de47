import type { DagReply } from '#contract/scoped.ts'
import { runKey } from '#src/api/keys.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Direction, Topology } from './GraphLayout.ts'
import { layoutInWorker } from './layoutClient.ts'

/** The layout of a run's graph, cached by its topology: polling statuses or reopening the run lays nothing out anew. */
export const layoutQuery = (dag: DagReply, topology: Topology, direction: Direction) =>
  queryOptions({
    queryKey: [...runKey(dag.scope.run_id), 'layout', dag.topology_hash, topology.labelled.join(), direction],
    queryFn: ({ signal }) => layoutInWorker(topology, direction, signal),
    staleTime: Infinity,
  })
