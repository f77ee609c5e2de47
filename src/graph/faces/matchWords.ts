import type { NodeId } from '#contract/ids.ts'
import { formatCount } from '#src/lib/format.ts'
import type { FoldData } from '../model/cardData.ts'

type Counted = { readonly found: ReadonlySet<NodeId>; readonly words: string }

const known = new WeakMap<FoldData, Counted>()

/** `7 of 1,214 match`, for a folded card under a filter or a search. O(members), once per filter. */
export function matchWords(fold: FoldData, found: ReadonlySet<NodeId>): string {
  const before = known.get(fold)
  if (before?.found === found) return before.words
  const count = fold.nodes.filter(({ node_id }) => found.has(node_id)).length
  const words = `${formatCount(count)} of ${formatCount(fold.nodes.length)} match`
  known.set(fold, { found, words })
  return words
}
