import type { NodeId } from '#contract/ids.ts'
import type { CardId, Topology } from '../layout/GraphLayout.ts'
import { drawnOut } from './drawnOut.ts'
import type { Kindred } from './Kindred.ts'
import type { Picture, PictureCard } from './Picture.ts'
import { roundsIn } from './unrolledLoops.ts'

/** Classes with a member that is opened are drawn member by member, as are those of fewer members than `foldFrom`. */
export type Folds = { readonly foldFrom: number; readonly opened: ReadonlySet<number> }

/** What changes while a run goes on, and which node must be seen: indices into the nodes of the source. */
export type Standing = { readonly statuses: readonly string[]; readonly pinned: number }

/**
 * Folds the graph as asked, and draws out of each folded class whatever a reader must see. A class's card is named by its first
 * member and why it stands apart, so that it is the same card whatever members come or are drawn out. O(V + E).
 */
export function pictureOf(source: Topology<NodeId>, kindred: Kindred, standing: Standing, folds: Folds): Picture {
  const { classOf, sizes, first, labels, roundStarts } = kindred
  const opened = new Set(Array.from(folds.opened, (node) => classOf[node] ?? -1))
  const isFolded = Uint8Array.from(sizes, (size, of) => (size > 1 && size >= folds.foldFrom && !opened.has(of) ? 1 : 0))
  const parts = drawnOut(
    { nodes: standing.statuses.map((status) => ({ status })), edges: source.edges },
    classOf,
    (at) => at === standing.pinned || isFolded[classOf[at] ?? 0] === 0,
  )
  const cards = parts.members.map((members, at): PictureCard => {
    const [node = 0, ...others] = members
    if (others.length === 0) return { kind: 'node', node }
    const of = classOf[node] ?? 0
    return {
      kind: 'fold',
      label: labels[of] ?? '',
      members,
      rounds: roundsIn(members, roundStarts),
      drawnOut: parts.drawnOut[at] ?? 0,
    }
  })
  const ids = cards.map((card, at): CardId => {
    if (card.kind === 'node') return source.ids[card.node] ?? ''
    const named = source.ids[first[classOf[card.members[0] ?? 0] ?? 0] ?? 0] ?? ''
    return foldId(named, parts.reasons[at] ?? 0, parts.stretches[at] ?? 0)
  })
  return {
    source,
    cards,
    ids,
    cardOf: parts.classOf,
    ...tiesOf(source, parts.classOf),
    kindred,
    isFolded,
    foldFrom: folds.foldFrom,
  }
}

/** Ids of nodes hold no control characters, so no card of a class bears the id of a node. */
const foldId = (first: string, reason: number, stretch: number): CardId => `\u001f${reason}.${stretch}\u001f${first}`

/** Edges as lines between cards: those between the same two cards are one, unless they are of two nodes that stand singly. */
function tiesOf({ edges }: Topology, cardOf: Int32Array): Pick<Picture, 'ties' | 'tieOf'> {
  const ties: (readonly [number, number])[] = []
  const known = new Map<number, number>()
  const count = cardOf.length
  const tieOf = Int32Array.from(edges, ([from, to]) => {
    const [a, b] = [cardOf[from] ?? 0, cardOf[to] ?? 0]
    if (a === b && from !== to) return -1
    const key = a * count + b
    const tie = known.get(key)
    if (tie !== undefined) return tie
    known.set(key, ties.length)
    ties.push([a, b])
    return ties.length - 1
  })
  return { ties, tieOf }
}
