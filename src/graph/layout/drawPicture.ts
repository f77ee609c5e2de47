import type { NodeId } from '#contract/ids.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { WHOLE_ZOOM } from '../fit.ts'
import { foldAsNeeded, type Drawn } from '../folding/foldAsNeeded.ts'
import type { Far, HandFold } from '../folding/Far.ts'
import type { FoldNode } from '../folding/FoldInput.ts'
import { namedKindred, withTree, type Kindred } from '../folding/Kindred.ts'
import type { Picture } from '../folding/Picture.ts'
import { pictureOf } from '../folding/pictureOf.ts'
import { roomIn, viewportOfAll } from '../viewportFor.ts'
import type { Direction, GraphLayout, Size, Topology } from './GraphLayout.ts'
import { layoutGraph } from './layoutGraph.ts'

export type PictureQuestion = {
  /** The graph of the run's nodes. */
  readonly source: Topology<NodeId>
  readonly statuses: readonly string[]
  /** What the nodes are, or the classes that were found of the same ones before. */
  readonly nodes: readonly FoldNode[] | Kindred
  readonly fold: GraphViewState['fold']
  /** Indices of nodes whose classes are drawn member by member, and of the one that must be seen; -1 for none. */
  readonly opened: readonly number[]
  /** Groups that the reader folds. */
  readonly byHand: readonly HandFold[]
  readonly pinned: number
  readonly direction: Direction | 'auto'
  readonly canvas: Size
  /** The picture of the same graph before it grew, or before a node was drawn out, so that what was there moves little. */
  readonly former?: { readonly topology: Topology; readonly layout: GraphLayout }
  /** How far was folded before, and whether that is to stay: whoever opens a node or a dialog wants no other picture. */
  readonly before?: Far & { readonly isFixed: boolean }
}

/** Folds a run's graph as far as it is asked or needed, and lays out what is left. Pure; the same question always has the same answer. */
export function drawPicture(question: PictureQuestion): Drawn {
  const { source, statuses, nodes, fold, pinned, before } = question
  let kindred = isKindred(nodes) ? nodes : namedKindred({ nodes, edges: source.edges })
  const mergesMax = () => {
    const whole = withTree(kindred, source.edges)
    kindred = whole
    return source.ids.length <= FEW ? whole.tree.groups : whole.tree.labels.length
  }
  const standing = { statuses, pinned }
  const pictureAt = (far: Far, { opened, byHand }: ByReader = question) =>
    pictureOf(source, kindred, standing, { ...far, opened, byHand })
  const draw = (picture: Picture): Drawn => ({
    picture,
    layout: layoutGraph({
      topology: cardTopology(picture),
      direction: question.direction,
      canvas: roomIn(question.canvas),
      ...(question.former && { former: question.former }),
    }),
  })
  const isReadable = ({ bounds }: GraphLayout) => viewportOfAll(bounds, question.canvas).zoom >= WHOLE_ZOOM
  // How far is a matter of the graph: what is opened or folded by hand is so in the picture that was there before.
  const asNeeded = (least: Far) => {
    const folding = {
      kindred: () => kindred,
      mergesMax,
      draw,
      isReadable,
      pictureAt: (far: Far) => pictureAt(far, NOTHING),
    }
    const drawn = foldAsNeeded(folding, least)
    return question.opened.length + question.byHand.length === 0 ? drawn : draw(pictureAt(drawn.picture.far))
  }
  if (fold === 'none') return draw(pictureAt(UNFOLDED))
  if (before?.isFixed) {
    if (before.merges > 0) mergesMax()
    return draw(pictureAt(before))
  }
  if (fold === 'needed') return asNeeded(before ?? UNFOLDED)
  const hasGroups = kindred.parents.some((leader) => leader >= 0)
  if (hasGroups) mergesMax()
  return asNeeded({ foldFrom: 2, merges: Math.max(before?.merges ?? 0, kindred.tree?.groups ?? 0) })
}

/** A run of no more nodes is looked through as it is: of what is unlike only groups fold, since the run itself says that they belong together. */
const FEW = 30

/** What the reader opened and folded. */
type ByReader = Pick<PictureQuestion, 'opened' | 'byHand'>
const NOTHING: ByReader = { opened: [], byHand: [] }

const UNFOLDED: Far = { foldFrom: Number.POSITIVE_INFINITY, merges: 0 }

/** What is laid out of a picture. A tie bears a label where all edges that it stands for do. */
function cardTopology(picture: Picture): Topology {
  const { source, cards, ids, ties, tieOf } = picture
  const isLabelled = new Uint8Array(source.edges.length)
  for (const edge of source.labelled) isLabelled[edge] = 1
  const bare = new Uint8Array(ties.length)
  tieOf.forEach((tie, edge) => {
    if (tie >= 0 && isLabelled[edge] === 0) bare[tie] = 1
  })
  const parents = parentCards(picture)
  return {
    ids,
    edges: ties,
    labelled: ties.flatMap((_, tie) => (bare[tie] === 0 ? tie : [])),
    folds: cards.flatMap(({ kind }, card) => (kind === 'fold' ? card : [])),
    ...(parents.some((parent) => parent >= 0) && { parents }),
  }
}

/** The card of the nodes that those of a card name as their parent, if it is one and another; -1 otherwise. O(V). */
function parentCards({ cards, cardOf, kindred }: Picture): readonly number[] {
  return cards.map((card, own) => {
    const members = card.kind === 'node' ? [card.node] : card.members
    const parents = new Set<number>()
    for (const node of members) {
      const parent = kindred.parentOf[node] ?? -1
      const of = parent < 0 ? -1 : (cardOf[parent] ?? -1)
      if (of !== own) parents.add(of)
    }
    const [only = -1, ...others] = parents
    return others.length === 0 ? only : -1
  })
}

const isKindred = (nodes: PictureQuestion['nodes']): nodes is Kindred => 'classOf' in nodes
