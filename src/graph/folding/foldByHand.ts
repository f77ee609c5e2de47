import { addTo } from '#src/lib/addTo.ts'
import { breakCycles } from '../layout/engine/breakCycles.ts'
import type { Parts } from './drawnOut.ts'
import type { FoldInput } from './FoldInput.ts'
import { SINGLES } from './Groups.ts'
import type { HandGroup } from './handGroups.ts'
import { pairsBetween } from './findNodeClasses.ts'
import { longestPaths } from './longestPaths.ts'

/** Which part of a group folded by the reader a card is. */
export type HandPart = {
  readonly hand: number
  /** Why its members are separate from the rest of the group; 0 for that rest. */
  readonly reason: number
  /** How often paths left these members and returned before this part. */
  readonly rank: number
  /** Members of the group drawn next to this card because the reader must see them; counted on one card only. */
  readonly drawnOut: number
}

type ByHand = {
  readonly members: readonly (readonly number[])[]
  readonly classOf: Int32Array
  /** By card; undefined if it is not part of such a group. */
  readonly hands: readonly (HandPart | undefined)[]
  /** By card: its index among the parts. */
  readonly partOf: readonly number[]
}

/**
 * Makes one card of each group that the reader folded; until then its members are drawn singly. Members that must be
 * seen stay separate, as in a class. If paths leave the rest of the group and return, the rest is split by how often
 * they did so before: as one card it would stand both before and after what is between. So an acyclic picture stays
 * acyclic. O((V + E) · groups).
 *
 * @param reasonOf why a node must be seen; 0 if it need not be
 * @param isPinned whether a node is always drawn singly
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

/**
 * For each of the given nodes, which all have cards of their own: how often the longest path to it left the given nodes
 * and returned. In a cycle, the closing edge does not count. O(V + E).
 */
function ranksOf(cardOf: Int32Array, count: number, edges: FoldInput['edges'], nodes: readonly number[]): number[] {
  const isOwn = new Uint8Array(count)
  for (const node of nodes) isOwn[cardOf[node] ?? 0] = 1
  const [from, to] = pairsBetween(edges, cardOf)
  const back = breakCycles(count, from, to)
  const forward = Array.from(from, (source, edge) => [source, to[edge] ?? 0] as const).filter(
    (_, edge) => back[edge] === 0,
  )
  const ways = longestPaths(count, forward, (source, target) => (isOwn[source] === 1 && isOwn[target] === 0 ? 1 : 0))
  return nodes.map((node) => ways[cardOf[node] ?? 0] ?? 0)
}

/** Orders cards by their first nodes, like parts. */
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
