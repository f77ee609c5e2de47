import type { FoldedGroup } from '#src/navigation/reading.ts'

export const foldedWithout = (
  folded: readonly FoldedGroup[],
  { leader, isAlike }: FoldedGroup,
): readonly FoldedGroup[] => folded.filter((one) => one.leader !== leader || one.isAlike !== isAlike)

/** In the order of links, so that reading one again changes nothing. */
export const foldedWith = (folded: readonly FoldedGroup[], group: FoldedGroup): readonly FoldedGroup[] =>
  [...foldedWithout(folded, group), group].toSorted((a, b) => Number(a.isAlike) - Number(b.isAlike))
