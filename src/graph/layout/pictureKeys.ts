import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { hashTexts } from '#src/lib/hashText.ts'
import { reasonOf } from '../folding/reasonOf.ts'

/** Runs with more nodes are expected to have a folded picture. */
export const LIKELY_FOLDED = 150

const known = new WeakMap<readonly EnrichedNode[], string>()

/** A hash of the nodes in order, with everything that determines their kinds. */
export function namesOf(nodes: readonly EnrichedNode[]): string {
  const before = known.get(nodes)
  if (before !== undefined) return before
  const hash = hashTexts(
    (function* () {
      for (const { node_id, node_type, agent, label, parent_node_id } of nodes) {
        yield node_id
        yield node_type
        yield agent ?? ''
        yield label ?? ''
        yield parent_node_id ?? ''
      }
    })(),
  )
  known.set(nodes, hash)
  return hash
}

/**
 * What must be drawn out of folded classes, as far as it affects the picture: nothing if nothing is folded.
 *
 * @param mayFold whether the reader folds anything, or the run's picture was folded before. The picture on screen alone
 * would not do: pictures that differ in folding would request each other in turn
 */
export function mustBeSeen(
  nodes: readonly EnrichedNode[],
  selected: NodeId | undefined,
  mayFold: boolean,
): { readonly pinned: NodeId | undefined; readonly key: string } {
  if (!mayFold) return { pinned: undefined, key: '' }
  const standing = hashTexts(
    (function* () {
      for (const { node_id, status } of nodes) {
        if (reasonOf(status) === 0) continue
        yield node_id
        yield status
      }
    })(),
  )
  return { pinned: selected, key: `${selected ?? ''} ${standing}` }
}
