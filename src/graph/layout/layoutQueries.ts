import type { DagReply } from '#contract/scoped.ts'
import { runKey } from '#src/api/keys.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Direction, GraphLayout, Size, Topology } from './GraphLayout.ts'
import { askLayout } from './layoutClient.ts'

/** A layout with what it is of: its places go by the order in which the nodes stood then, which need not be today's. */
export type LaidOut = { readonly topology: Topology; readonly layout: GraphLayout }

/**
 * The layout of a run's graph, cached by its topology and its canvas: a status that changes or reopening the run lays nothing out anew. A
 * failure is the query's error, kept no longer than any: asking again asks anew.
 *
 * @param former the layout that is on screen, from which a graph that grew should differ little
 */
export const layoutQuery = (
  dag: DagReply,
  topology: Topology,
  direction: Direction | 'auto',
  canvas: Size,
  former: LaidOut | undefined,
) =>
  queryOptions({
    queryKey: [
      ...runKey(dag.scope.run_id),
      'layout',
      dag.topology_hash,
      topology.labelled.join(),
      direction,
      `${canvas.width}×${canvas.height}`,
    ],
    queryFn: async ({ signal }): Promise<LaidOut> => {
      // The same graph in another canvas is laid out anew, whichever way it ran.
      const grew = former !== undefined && former.topology.ids.length !== topology.ids.length
      const outcome = await askLayout({ topology, direction, canvas, ...(grew && { former }) }, signal)
      switch (outcome.kind) {
        case 'done':
          return { topology, layout: outcome.answer }
        case 'too long':
          throw new Error('It took too long.')
        case 'failed':
          throw new Error(outcome.why)
        case 'cancelled':
          // React Query hears nothing of a question that it took back itself.
          throw signal.reason
      }
    },
    retry: false,
    staleTime: Infinity,
  })
