import type { NodeId } from '#contract/ids.ts'
import type { FoldedGroup, GraphViewState } from '#src/navigation/runViewState.ts'

export const foldedWithout = (
  folded: readonly FoldedGroup[],
  { leader, isAlike }: FoldedGroup,
): readonly FoldedGroup[] => folded.filter((one) => one.leader !== leader || one.isAlike !== isAlike)

/** In the order of links, so that reading one again changes nothing. */
export const foldedWith = (folded: readonly FoldedGroup[], group: FoldedGroup): readonly FoldedGroup[] =>
  [...foldedWithout(folded, group), group].toSorted((a, b) => Number(a.isAlike) - Number(b.isAlike))

/** Folds or unfolds the group that a node leads, whatever else of the graph is folded. */
export function turnGroup(graph: GraphViewState, leader: NodeId, isFolded: boolean): GraphViewState {
  const opened = graph.opened.filter((id) => id !== leader)
  const folded = graph.folded.filter((group) => group.leader !== leader)
  if (isFolded) return { ...graph, opened, folded: foldedWith(folded, { leader, isAlike: false }) }
  // Where all is folded, it takes more than not to fold it by hand.
  return { ...graph, folded, opened: graph.fold === 'all' ? [...opened, leader] : graph.opened }
}
