import type { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { runKey } from '#src/api/keys.ts'
import { answerOf } from '#src/lib/askWorker.ts'
import { markTime } from '#src/lib/markTime.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { hashKey, queryOptions } from '@tanstack/react-query'
import type { Drawn } from '../folding/foldAsNeeded.ts'
import type { Direction, Size, Topology } from './GraphLayout.ts'
import { askPicture } from './layoutClient.ts'
import { mustBeSeen, namesOf } from './pictureKeys.ts'

/**
 * A picture with the question it answers: its indices refer to the order of the nodes at that time, which may have
 * changed since.
 */
export type LaidOut = Drawn & {
  readonly asked: Asked
  /** Changes with the nodes, their edges and their names. */
  readonly graphKey: string
}

type Asked = Pick<GraphViewState, 'fold' | 'opened' | 'folded'> & {
  readonly direction: Direction | 'auto'
  readonly canvas: Size
}

/**
 * The picture of a run's graph, cached by everything it depends on: topology, canvas, folding, and, if anything is
 * folded, what must be drawn out. Nothing else triggers a new layout: no status change, no opened node, no reopening of
 * the run. A failure is the query's error and is not cached: retrying runs the layout again.
 *
 * @param source the graph of the reply's nodes and edges
 * @param former the picture on screen, from which a graph that grew should differ little
 */
export const layoutQuery = (
  dag: DagReply,
  source: Topology<NodeId>,
  asked: Asked,
  selected: NodeId | undefined,
  former: LaidOut | undefined,
  mayFold: boolean,
) => {
  const { direction, canvas, fold, opened, folded } = asked
  const graphKey = `${dag.topology_hash} ${namesOf(dag.nodes)}`
  const standing = mustBeSeen(dag.nodes, selected, folded.length > 0 || (mayFold && fold !== 'none'))
  return queryOptions({
    queryKey: [
      ...runKey(dag.scope.run_id),
      'layout',
      graphKey,
      source.labelled.join(),
      direction,
      `${canvas.width}×${canvas.height}`,
      fold,
      opened,
      folded,
      standing.key,
    ],
    queryFn: async ({ signal }): Promise<LaidOut> => {
      const isSameGraph = former?.graphKey === graphKey
      const isSameWish = former && wishOf(former.asked) === wishOf(asked)
      const indexOf = new Map(source.ids.map((id, at) => [id, at]))
      const outcome = await askPicture(
        {
          source,
          statuses: dag.nodes.map(({ status }) => status),
          nodes: isSameGraph
            ? former.picture.classes
            : dag.nodes.map(({ node_id, node_type, agent, label, status, parent_node_id }) => ({
                node_id,
                node_type,
                agent,
                label,
                status,
                parent_node_id,
              })),
          fold,
          opened: opened.flatMap((id) => indexOf.get(id) ?? []),
          byHand: folded.flatMap(({ leader, isAlike }) => {
            const at = indexOf.get(leader)
            return at === undefined ? [] : { leader: at, isAlike }
          }),
          pinned: standing.pinned === undefined ? -1 : (indexOf.get(standing.pinned) ?? -1),
          direction,
          canvas,
          // On another canvas or with other folding, the same graph is laid out from scratch, whatever its previous
          // direction.
          ...(isSameWish && sameCanvas(former.asked, asked) && { former: formerOf(former) }),
          ...(former?.asked.fold === fold && { before: { ...former.picture.foldDepth, isFixed: isSameGraph } }),
        },
        signal,
      )
      const answer = answerOf(outcome, signal)
      markTime('layout-done', { nodes: source.ids.length, drawn: answer.picture.cards.length })
      return { ...answer, asked, graphKey }
    },
    retry: false,
    staleTime: Infinity,
  })
}

const wishOf = ({ fold, opened, folded }: Asked): string => hashKey([fold, opened, folded])

const sameCanvas = (a: Asked, b: Asked): boolean =>
  a.direction === b.direction && a.canvas.width === b.canvas.width && a.canvas.height === b.canvas.height

/** Only what the next layout reads, because all of it is sent to a worker. */
const formerOf = ({ picture, layout }: LaidOut) => ({
  topology: { ids: picture.ids, edges: [], labelled: [] },
  layout: { ...layout, routes: [], labels: [] },
})
