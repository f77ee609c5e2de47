import type { FoldDepth } from './FoldDepth.ts'
import { outermost } from './FoldTree.ts'
import type { NodeClasses } from './NodeClasses.ts'

/**
 * A lower bound on the cards of a picture folded this far, whatever must be drawn out. Computed without building the
 * picture, because for a large graph that is worthwhile only if it may be the one. O(classes), times the depth of the
 * tree if the tree is used.
 */
export function minimumCards({ sizes, tree }: NodeClasses, { foldFrom, merges }: FoldDepth): number {
  const toFlowNodes = (of: number) => {
    const size = sizes[of] ?? 1
    return size > 1 && size >= foldFrom ? 1 : size
  }
  if (!tree || merges === 0) return sizes.reduce((sum, _, of) => sum + toFlowNodes(of), 0)
  const places = new Set<number>()
  let cards = 0
  for (let of = 0; of < sizes.length; of++) {
    const place = outermost(tree, of, merges, NONE)
    if (place === of) cards += toFlowNodes(of)
    else places.add(place)
  }
  return cards + places.size
}

const NONE: ReadonlySet<number> = new Set()
