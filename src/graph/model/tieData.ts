import type { EnrichedEdge } from '#contract/summaries.ts'
import type { Picture } from '../folding/Picture.ts'
import type { CardId, GraphLayout, Point } from '../layout/GraphLayout.ts'
import { bundleOf, type Bundle } from './bundleOf.ts'
import { sameItems } from './cardData.ts'

/** The content and route of a line between two cards. */
export type TieData = Bundle & {
  readonly from: CardId
  readonly to: CardId
  readonly route: readonly Point[]
  readonly labelAt: Point | undefined
  readonly isBack: boolean
}

// Keyed by the first edge, as for cards: a line with the same content and route is the same object as before.
const ofEdge = new WeakMap<EnrichedEdge, TieData>()

/**
 * The content of each tie of a picture, in order; undefined if its edges have disappeared since the layout. O(edges +
 * points).
 */
export function tieDataOf(
  edges: readonly EnrichedEdge[],
  { picture, layout }: { readonly picture: Picture; readonly layout: GraphLayout },
): readonly (TieData | undefined)[] {
  const { ids, ties, tieOf } = picture
  const back = new Set(layout.backEdges)
  const drawn: EnrichedEdge[][] = ties.map(() => [])
  edgesInOrder(edges, picture).forEach((edge, at) => {
    if (edge) drawn[tieOf[at] ?? -1]?.push(edge)
  })
  return ties.map(([from, to], index) => {
    const own = drawn[index] ?? []
    const [first] = own
    if (!first) return undefined
    const now = {
      from: ids[from] ?? '',
      to: ids[to] ?? '',
      route: layout.routes[index] ?? [],
      labelAt: layout.labels[index],
      isBack: back.has(index),
    }
    const former = ofEdge.get(first)
    if (former && sameItems(former.edges, own) && isSameLine(former, now)) return former
    const bundle = bundleOf(own)
    const data = bundle && { ...bundle, ...now }
    if (data) ofEdge.set(first, data)
    return data
  })
}

/** For each of the source's edges, the current edge with the same ends. They usually have the same order already. */
function edgesInOrder(
  edges: readonly EnrichedEdge[],
  { source }: Pick<Picture, 'source'>,
): readonly (EnrichedEdge | undefined)[] {
  const { ids } = source
  const isInOrder = edges.every(({ from_node_id, to_node_id }, at) => {
    const pair = source.edges[at]
    return pair !== undefined && from_node_id === ids[pair[0]] && to_node_id === ids[pair[1]]
  })
  if (isInOrder && edges.length === source.edges.length) return edges
  const byEnds = new Map(edges.map((edge) => [pairKey(edge.from_node_id, edge.to_node_id), edge]))
  return source.edges.map(([from, to]) => byEnds.get(pairKey(ids[from], ids[to])))
}

/** Ids contain no line breaks. */
const pairKey = (from: string | undefined, to: string | undefined): string => `${from}\n${to}`

type Line = Pick<TieData, 'from' | 'to' | 'route' | 'labelAt' | 'isBack'>

const isSameLine = (a: Line, b: Line): boolean =>
  a.from === b.from &&
  a.to === b.to &&
  a.isBack === b.isBack &&
  isSamePoint(a.labelAt, b.labelAt) &&
  a.route.length === b.route.length &&
  a.route.every((point, at) => isSamePoint(point, b.route[at]))

const isSamePoint = (a: Point | undefined, b: Point | undefined): boolean => a?.x === b?.x && a?.y === b?.y

/** Whether a line starts or ends at this card. */
export const touches = (tie: { readonly from: CardId; readonly to: CardId }, card: CardId | undefined): boolean =>
  tie.from === card || tie.to === card

/** Whether a line has a tag: a label, or a message count. */
export const isTagged = ({ condition, isBack, message_count }: TieData): boolean =>
  condition !== null || isBack || message_count > 0
