import type { NodeId } from '#contract/ids.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { WHOLE_ZOOM } from '../fit.ts'
import { foldAsNeeded, type Drawn } from '../folding/foldAsNeeded.ts'
import type { FoldDepth, HandFold } from '../folding/FoldDepth.ts'
import type { FoldNode } from '../folding/FoldInput.ts'
import { namedNodeClasses, withTree, type NodeClasses } from '../folding/NodeClasses.ts'
import type { Picture } from '../folding/Picture.ts'
import { pictureOf } from '../folding/pictureOf.ts'
import { roomIn, viewportOfAll } from '../viewportFor.ts'
import type { Direction, GraphLayout, Size, Topology } from './GraphLayout.ts'
import { layoutGraph } from './layoutGraph.ts'

export type PictureQuestion = {
  /** The graph of the run's nodes. */
  readonly source: Topology<NodeId>
  readonly statuses: readonly string[]
  /** The nodes, or the classes found earlier for the same nodes. */
  readonly nodes: readonly FoldNode[] | NodeClasses
  readonly fold: GraphViewState['fold']
  /**
   * `opened`: indices of nodes whose classes are drawn member by member. `pinned`: the node that must be seen, -1 for
   * none.
   */
  readonly opened: readonly number[]
  /** Groups that the reader folds. */
  readonly byHand: readonly HandFold[]
  readonly pinned: number
  readonly direction: Direction | 'auto'
  readonly canvas: Size
  /**
   * The picture of the same graph before it grew, or before a node was drawn out, so that existing cards move little.
   */
  readonly former?: { readonly topology: Topology; readonly layout: GraphLayout }
  /**
   * How far it was folded before, and whether to keep that: opening a node or a dialog should not change the picture.
   */
  readonly before?: FoldDepth & { readonly isFixed: boolean }
}

/**
 * Folds a run's graph as far as requested or needed, and lays out the result. Pure: the same question always gets the
 * same answer.
 */
export function drawPicture(question: PictureQuestion): Drawn {
  const { source, statuses, nodes, fold, pinned, before } = question
  let classes = isKindred(nodes) ? nodes : namedNodeClasses({ nodes, edges: source.edges })
  const mergesMax = () => {
    const whole = withTree(classes, source.edges)
    classes = whole
    return source.ids.length <= FEW ? whole.tree.groups : whole.tree.labels.length
  }
  const standing = { statuses, pinned }
  const pictureAt = (depth: FoldDepth, { opened, byHand }: ByReader = question) =>
    pictureOf(source, classes, standing, { ...depth, opened, byHand })
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
  // How far to fold depends on the graph alone: what the reader opens or folds is applied to the picture that existed
  // before.
  const asNeeded = (least: FoldDepth) => {
    const folding = {
      classes: () => classes,
      mergesMax,
      draw,
      isReadable,
      pictureAt: (depth: FoldDepth) => pictureAt(depth, NOTHING),
    }
    const drawn = foldAsNeeded(folding, least)
    return question.opened.length + question.byHand.length === 0 ? drawn : draw(pictureAt(drawn.picture.foldDepth))
  }
  if (fold === 'none') return draw(pictureAt(UNFOLDED))
  if (before?.isFixed) {
    if (before.merges > 0) mergesMax()
    return draw(pictureAt(before))
  }
  if (fold === 'needed') return asNeeded(before ?? UNFOLDED)
  const hasGroups = classes.parents.some((leader) => leader >= 0)
  if (hasGroups) mergesMax()
  return asNeeded({ foldFrom: 2, merges: Math.max(before?.merges ?? 0, classes.tree?.groups ?? 0) })
}

/**
 * A run of at most this many nodes is explored unfolded: of unlike nodes only groups fold, because the run itself says
 * that they belong together.
 */
const FEW = 30

/** What the reader opened and folded. */
type ByReader = Pick<PictureQuestion, 'opened' | 'byHand'>
const NOTHING: ByReader = { opened: [], byHand: [] }

const UNFOLDED: FoldDepth = { foldFrom: Number.POSITIVE_INFINITY, merges: 0 }

/** The topology of a picture's cards. A tie has a label if all of its edges do. */
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

/** The card of the parent of a card's nodes, if they all have the same other card as parent; -1 otherwise. O(V). */
function parentCards({ cards, cardOf, classes }: Picture): readonly number[] {
  return cards.map((card, own) => {
    const members = card.kind === 'node' ? [card.node] : card.members
    const parents = new Set<number>()
    for (const node of members) {
      const parent = classes.parentOf[node] ?? -1
      const of = parent < 0 ? -1 : (cardOf[parent] ?? -1)
      if (of !== own) parents.add(of)
    }
    const [only = -1, ...others] = parents
    return others.length === 0 ? only : -1
  })
}

const isKindred = (nodes: PictureQuestion['nodes']): nodes is NodeClasses => 'classOf' in nodes
