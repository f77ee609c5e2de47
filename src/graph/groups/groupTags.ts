import type { NodeId } from '#contract/ids.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { isGroupPlace } from '../folding/Groups.ts'
import { frameName, openedWithout, type Picture } from '../folding/Picture.ts'
import type { GraphLayout, Place } from '../layout/GraphLayout.ts'
import type { LabelOf } from '../model/labelsOf.ts'
import { foldedWith, foldedWithout } from './foldedGroups.ts'

/** The tag of a group: its name, and what clicking it does to the group. */
export type GroupTag = {
  readonly leader: NodeId
  /** Unique among all tags; stays the same as long as the group has the same leader, folded or not. */
  readonly key: string
  readonly name: string
  /** A frame around cards, or the card that the group is folded into. */
  readonly place: Place
  readonly isFrame: boolean
  readonly press: Press | undefined
}
type Press = { readonly does: 'fold' | 'unfold'; readonly read: (graph: GraphViewState) => GraphViewState }

/** The group that a card belongs to. */
type Of = { readonly leader: number; readonly name: string; readonly press: Press | undefined }

/** One tag per frame, and per folded group without a frame. O(cards + nodes). */
export function groupTags(picture: Picture, layout: GraphLayout, labelOf: LabelOf): readonly GroupTag[] {
  const { cards, source } = picture
  const ofCard = whatOf(picture, labelOf)
  const tagged = new Set<number>()
  const tagAt = (card: number, place: Place | undefined, isFrame: boolean): readonly GroupTag[] => {
    const of = ofCard(card)
    const leader = of && source.ids[of.leader]
    if (!of || leader === undefined || !place) return []
    // A group drawn as several cards is unfolded at the first of them.
    const isFirst = !tagged.has(of.leader)
    tagged.add(of.leader)
    if (!isFrame && !isFirst) return []
    const key = isFirst ? leader : `${leader}\n${card}`
    return [{ leader, key, name: of.name, place, isFrame, press: isFirst ? of.press : undefined }]
  }
  const frames = layout.frames.flatMap(({ leader, ...place }) => tagAt(leader, place, true))
  const folded = cards.flatMap((card, at) =>
    card.kind === 'fold' && ofCard(at)?.press?.does === 'unfold' ? tagAt(at, layout.positions[at], false) : [],
  )
  return [...frames, ...folded]
}

function whatOf(picture: Picture, labelOf: LabelOf): (card: number) => Of | undefined {
  const { cards, cardOf, source, classes, placeOf, byHand, opened } = picture
  const handOf = new Map(byHand.flatMap(({ members }, hand) => members.map((node) => [node, hand] as const)))
  const placeOfNode = (node: number) => placeOf[classes.classOf[node] ?? 0] ?? 0
  // The node whose parent is outside the group leads it, even if the group is drawn as several cards.
  const leaders = new Map<number, number>()
  classes.classOf.forEach((_, node) => {
    const place = placeOfNode(node)
    if (isGroupPlace(classes, place) && !leaders.has(place) && !isUnder(classes.parentOf[node] ?? -1, place))
      leaders.set(place, node)
  })
  return (at) => {
    const card = cards[at]
    if (!card) return undefined
    const first = card.kind === 'node' ? card.node : (card.members[0] ?? 0)
    const name = frameName(picture, at, labelOf)
    const hand = handOf.get(first)
    const group = hand === undefined ? undefined : byHand[hand]
    if (group) {
      const { leader, isAlike, label } = group
      const id = source.ids[leader]
      // A node drawn out of the group may lead a frame of its own.
      const isWhole = (card.kind === 'fold' && card.hand === hand) || cardOf[leader] === at
      if (!isWhole || id === undefined) return { leader: first, name, press: undefined }
      const read = (graph: GraphViewState) => ({
        ...graph,
        folded: foldedWithout(graph.folded, { leader: id, isAlike }),
      })
      return { leader, name: visibleText(label), press: { does: 'unfold', read } }
    }
    const place = placeOfNode(first)
    if (isGroupPlace(classes, place)) {
      const leader = leaders.get(place) ?? first
      const id = source.ids[leader]
      const read = (graph: GraphViewState) => ({
        ...graph,
        opened: id === undefined ? graph.opened : [...graph.opened, id],
      })
      return { leader, name: id === undefined ? name : labelOf(id), press: { does: 'unfold', read } }
    }
    const id = source.ids[first]
    if (id === undefined) return undefined
    const above = classes.tree?.above[classes.classOf[first] ?? 0] ?? -1
    const own = opened.find((one) => one.place === above)
    const read = (graph: GraphViewState) =>
      own
        ? { ...graph, opened: openedWithout(picture, own.place) }
        : { ...graph, folded: foldedWith(graph.folded, { leader: id, isAlike: card.kind === 'fold' }) }
    return { leader: first, name, press: { does: 'fold', read } }
  }

  function isUnder(parent: number, place: number): boolean {
    return parent >= 0 && placeOfNode(parent) === place
  }
}
