import type { DagReply } from '#contract/scoped.ts'
import { runKey } from '#src/api/keys.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Direction, GraphLayout, Topology } from './GraphLayout.ts'
import { layoutInWorker } from './layoutClient.ts'

/** A layout with what it is of: its places go by the order in which the nodes stood then, which need not be today's. */
export type LaidOut = { readonly topology: Topology; readonly layout: GraphLayout }

/** The layout of a run's graph, cached by its topology: a status that changes or reopening the run lays nothing out anew. */
export const layoutQuery = (dag: DagReply, topology: Topology, direction: Direction) =>
  queryOptions({
    queryKey: [...runKey(dag.scope.run_id), 'layout', dag.topology_hash, topology.labelled.join(), direction],
    queryFn: async ({ signal }): Promise<LaidOut> => ({
      topology,
      layout: await layoutInWorker(topology, direction, signal),
    }),
    staleTime: Infinity,
  })
