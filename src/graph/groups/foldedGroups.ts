import type { NodeId } from '#contract/ids.ts'
import type { FoldedGroup, GraphViewState } from '#src/navigation/runViewState.ts'

export const foldedWithout = (
  folded: readonly FoldedGroup[],
  { leader, isAlike }: FoldedGroup,
): readonly FoldedGroup[] => folded.filter((one) => one.leader !== leader || one.isAlike !== isAlike)

/** In the order used in links, so that parsing a link again changes nothing. */
export const foldedWith = (folded: readonly FoldedGroup[], group: FoldedGroup): readonly FoldedGroup[] =>
  [...foldedWithout(folded, group), group].toSorted((a, b) => Number(a.isAlike) - Number(b.isAlike))

/** Folds or unfolds the group that a node leads, leaving the rest as it is. */
export function turnGroup(graph: GraphViewState, leader: NodeId, isFolded: boolean): GraphViewState {
  const opened = graph.opened.filter((id) => id !== leader)
  const folded = graph.folded.filter((group) => group.leader !== leader)
  if (isFolded) return { ...graph, opened, folded: foldedWith(folded, { leader, isAlike: false }) }
  // If everything is folded, removing it from `folded` is not enough.
  return { ...graph, folded, opened: graph.fold === 'all' ? [...opened, leader] : graph.opened }
}
