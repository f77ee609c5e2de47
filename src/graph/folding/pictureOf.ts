import type { NodeId } from '#contract/ids.ts'
import type { CardId, Topology } from '../layout/GraphLayout.ts'
import { drawnOut } from './drawnOut.ts'
import { foldByHand } from './foldByHand.ts'
import { groupsOf, placesOf, roundsOf, type Folds } from './Groups.ts'
import { handGroups } from './handGroups.ts'
import type { NodeClasses } from './NodeClasses.ts'
import { pairsBetween } from './findNodeClasses.ts'
import { groupName, type Picture, type PictureCard } from './Picture.ts'
import { reasonOf } from './reasonOf.ts'
import { type Relation, relationOf } from './Relation.ts'

/** What changes during a run, and the node that must be seen: indices into the source's nodes. */
export type Standing = { readonly statuses: readonly string[]; readonly pinned: number }

/**
 * Folds the graph as requested, and draws out of each folded class what the reader must see. A card's id consists of
 * its first member and the reason why it is separate, so it stays the same as members join or are drawn out. O(V + E).
 */
export function pictureOf(source: Topology<NodeId>, classes: NodeClasses, standing: Standing, folds: Folds): Picture {
  const { classOf, sizes } = classes
  const { statuses, pinned } = standing
  const places = placesOf(classes, folds)
  const { byHand, handOf } = handGroups(classes, folds.byHand, places)
  const isInHand = (node: number) => (handOf[node] ?? -1) >= 0
  const isSeen = new Uint8Array(sizes.length)
  statuses.forEach((status, node) => {
    if (node === pinned || reasonOf(status) > 0 || isInHand(node)) isSeen[classOf[node] ?? 0] = 1
  })
  const { groups, groupOf } = groupsOf(classes, folds, places, isSeen, () => classesBefore(source, classes))
  const nodeGroup = classOf.map((of) => groupOf[of] ?? 0)
  const parts = drawnOut(
    statuses,
    source.edges,
    nodeGroup,
    (at) => at === pinned || groups[nodeGroup[at] ?? 0]?.isFolded !== true,
    (group) => groups[group]?.singles ?? 0,
    isInHand,
  )
  const {
    members,
    classOf: cardOf,
    partOf,
    hands,
  } = foldByHand(
    parts,
    source.edges,
    byHand,
    (node) => reasonOf(statuses[node] ?? ''),
    (node) => node === pinned,
  )
  const groupAt = (node: number) => groups[nodeGroup[node] ?? 0]
  const cards = members.map((own, at): PictureCard => {
    const [node = 0, ...others] = own
    const [hand, group] = [hands[at], groupAt(node)]
    const folded = hand && byHand[hand.hand]
    if (others.length === 0 || !group) return { kind: 'node', node }
    const label = groupName(folded ?? group)
    if (folded)
      return {
        kind: 'fold',
        label,
        members: own,
        rounds: 1,
        kinds: folded.kinds,
        drawnOut: hand.drawnOut,
        hand: hand.hand,
      }
    const [rounds, beside] = [roundsOf(group, classes, own), parts.drawnOut[partOf[at] ?? 0] ?? 0]
    return { kind: 'fold', label, members: own, rounds, kinds: group.kinds, drawnOut: beside }
  })
  const ids = cards.map((card, at): CardId => {
    if (card.kind === 'node') return source.ids[card.node] ?? ''
    const hand = hands[at]
    const folded = hand && byHand[hand.hand]
    if (folded) return foldId(source.ids[folded.leader] ?? '', `${hand.reason}.${hand.rank} by hand ${folded.isAlike}`)
    const group = groupAt(card.members[0] ?? 0)
    const named = source.ids[group?.first ?? 0] ?? ''
    const from = partOf[at] ?? 0
    const part = `${parts.reasons[from] ?? 0}.${parts.stretches[from] ?? 0}`
    return foldId(named, (group?.place ?? 0) < sizes.length ? part : `${part} of several`)
  })
  return {
    source,
    cards,
    ids,
    cardOf,
    ...toFlowEdges(source, cardOf),
    classes,
    groups,
    groupOf,
    placeOf: places.placeOf,
    byHand,
    opened: places.openedPlaces.map((place, at) => ({ node: folds.opened[at] ?? 0, place })),
    foldDepth: { foldFrom: folds.foldFrom, merges: folds.merges },
  }
}
/** The classes that lead to each class; independent of how far the graph is folded. */
function classesBefore({ edges }: Topology, classes: NodeClasses): Relation {
  const known = KNOWN_BEFORE.get(classes)
  if (known) return known
  const [from, to] = pairsBetween(edges, classes.classOf)
  const before = relationOf(classes.sizes.length, from, to)
  KNOWN_BEFORE.set(classes, before)
  return before
}

const KNOWN_BEFORE = new WeakMap<NodeClasses, Relation>()

/** Node ids contain no control characters, so the id of a folded card never equals a node id. */
const foldId = (first: string, part: string): CardId => `\u001f${part}\u001f${first}`

/**
 * Draws edges as ties between cards: edges between the same two cards share one tie, unless they connect two single
 * nodes.
 */
function toFlowEdges({ edges }: Topology, cardOf: Int32Array): Pick<Picture, 'ties' | 'tieOf'> {
  const ties: (readonly [number, number])[] = []
  const known = new Map<number, number>()
  const count = cardOf.length
  const tieOf = new Int32Array(edges.length).fill(-1)
  edges.forEach(([from, to], edge) => {
    const [a, b] = [cardOf[from] ?? 0, cardOf[to] ?? 0]
    if (a === b && from !== to) return
    const key = a * count + b
    const tie = known.get(key) ?? ties.length
    if (tie === ties.length) {
      known.set(key, tie)
      ties.push([a, b])
    }
    tieOf[edge] = tie
  })
  return { ties, tieOf }
}
