import { addTo } from '#src/lib/addTo.ts'
import { breakCycles } from '../layout/engine/breakCycles.ts'
import type { Parts } from './drawnOut.ts'
import type { FoldInput } from './FoldInput.ts'
import { SINGLES } from './Groups.ts'
import type { HandGroup } from './handGroups.ts'
import { pairsBetween } from './kindredOf.ts'
import { longestWays } from './longestWays.ts'

/** Which part of a group that is folded by hand a card is. */
export type HandPart = {
  readonly hand: number
  /** Why its members stand apart from the others of the group, 0 for these. */
  readonly reason: number
  /** How often ways left these members and came back to them before. */
  readonly rank: number
  /** Members of the group that stand beside this card because a reader must see them; said once. */
  readonly drawnOut: number
}

type ByHand = {
  readonly members: readonly (readonly number[])[]
  readonly classOf: Int32Array
  /** By card; undefined for those that are no part of such a group. */
  readonly hands: readonly (HandPart | undefined)[]
  /** By card: what it was among the parts. */
  readonly partOf: readonly number[]
}

/**
 * Makes one card each of the groups that the reader folds, whose members stand singly until then. What must be seen stays beside it, as of a class. Where ways lead out of what is left
 * and back into it, that is parted by how often they did before: as one card it would stand both before and after what is between. So a picture without cycles has none
 * afterwards. O((V + E) · groups).
 *
 * @param reasonOf why a node must be seen, 0 where it need not be
 * @param isPinned of a node that stands singly whatever else does
 */
export function foldByHand(
  parts: Parts,
  edges: FoldInput['edges'],
  byHand: readonly HandGroup[],
  reasonOf: (node: number) => number,
  isPinned: (node: number) => boolean,
): ByHand {
  const { members, classOf } = parts
  if (byHand.length === 0) return { members, classOf, partOf: members.map((_, part) => part), hands: [] }
  const cardOf = Int32Array.from(classOf)
  const handAt = new Map<number, HandPart>()
  byHand.forEach(({ members: own }, hand) => {
    const apart = new Map<number, number[]>([[0, []]])
    for (const node of own) addTo(apart, isPinned(node) ? -1 : reasonOf(node), node)
    const rest = apart.get(0)?.length ?? 0
    for (const [reason, nodes] of apart) {
      if (reason < 0 || nodes.length < 2 || (reason > 0 && nodes.length <= SINGLES)) continue
      const ranks = ranksOf(cardOf, members.length, edges, nodes)
      const cards = new Map<number, number>()
      nodes.forEach((node, at) => {
        const rank = ranks[at] ?? 0
        const card = cards.get(rank) ?? cardOf[node] ?? 0
        const isFirst = cards.size === 0
        if (!cards.has(rank))
          handAt.set(card, { hand, reason, rank, drawnOut: reason === 0 && isFirst ? own.length - rest : 0 })
        cards.set(rank, card)
        cardOf[node] = card
      })
    }
  })
  return inOrder(cardOf, handAt)
}

/** By node of those given, each of which has a card of its own: how often the longest way to it left them and came back. Of a cycle, the edge that closes it does not count. O(V + E). */
function ranksOf(cardOf: Int32Array, count: number, edges: FoldInput['edges'], nodes: readonly number[]): number[] {
  const isOwn = new Uint8Array(count)
  for (const node of nodes) isOwn[cardOf[node] ?? 0] = 1
  const [from, to] = pairsBetween(edges, cardOf)
  const back = breakCycles(count, from, to)
  const forward = Array.from(from, (source, edge) => [source, to[edge] ?? 0] as const).filter(
    (_, edge) => back[edge] === 0,
  )
  const ways = longestWays(count, forward, (source, target) => (isOwn[source] === 1 && isOwn[target] === 0 ? 1 : 0))
  return nodes.map((node) => ways[cardOf[node] ?? 0] ?? 0)
}

/** Cards in the order of their first nodes, as parts are. */
function inOrder(cardOf: Int32Array, handAt: ReadonlyMap<number, HandPart>): ByHand {
  const numbers = new Map<number, number>()
  const members: number[][] = []
  const partOf: number[] = []
  const classOf = cardOf.map((card, node) => {
    const number = numbers.get(card) ?? members.length
    if (number === members.length) {
      numbers.set(card, number)
      members.push([])
      partOf.push(card)
    }
    members[number]?.push(node)
    return number
  })
  return { members, classOf, partOf, hands: partOf.map((card) => handAt.get(card)) }
}
