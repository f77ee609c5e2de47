import type { Far } from './Far.ts'
import { outermost } from './FoldTree.ts'
import type { Kindred } from './Kindred.ts'

/**
 * No picture that is folded so far has fewer cards, whatever must be drawn out of them: told without making it, for a large
 * graph is made into a picture only where that may be the one. O(classes), and where anything folds further times the
 * depth of the tree.
 */
export function leastCards({ sizes, tree }: Kindred, { foldFrom, merges }: Far): number {
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
