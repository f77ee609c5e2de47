import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { hashTexts } from '#src/lib/hashText.ts'
import type { GraphReading } from '#src/navigation/reading.ts'
import type { Picture } from '../folding/Picture.ts'
import { reasonOf } from '../folding/reasonOf.ts'

/** Runs of more nodes are expected to be folded before their picture is there. */
const LIKELY_FOLDED = 150

const known = new WeakMap<readonly EnrichedNode[], string>()

/** A hash of the nodes in their order, with all that tells those of one kind from others. */
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

/** What must be drawn out of folded classes, as far as it could change the picture: nothing where nothing is folded. */
export function mustBeSeen(
  nodes: readonly EnrichedNode[],
  selected: NodeId | undefined,
  fold: GraphReading['fold'],
  former: Picture | undefined,
): { readonly pinned: NodeId | undefined; readonly key: string } {
  const isFolded = former ? former.isFolded.includes(1) : nodes.length > LIKELY_FOLDED
  if (fold === 'none' || !isFolded) return { pinned: undefined, key: '' }
  const at = selected === undefined ? -1 : (former?.source.ids.indexOf(selected) ?? 0)
  // A node of a class that is not folded stands by itself anyway.
  const pinned = at < 0 || (former && former.isFolded[former.kindred.classOf[at] ?? 0] === 0) ? undefined : selected
  const standing = hashTexts(
    (function* () {
      for (const { node_id, status } of nodes) {
        if (reasonOf(status) === 0) continue
        yield node_id
        yield status
      }
    })(),
  )
  return { pinned, key: `${pinned ?? ''} ${standing}` }
}
