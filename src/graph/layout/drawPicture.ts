import type { NodeId } from '#contract/ids.ts'
import type { GraphReading } from '#src/navigation/reading.ts'
import { WHOLE_ZOOM } from '../fit.ts'
import { foldAsNeeded, type Drawn } from '../folding/foldAsNeeded.ts'
import type { FoldNode } from '../folding/FoldInput.ts'
import { namedKindred, type Kindred } from '../folding/Kindred.ts'
import type { Picture } from '../folding/Picture.ts'
import { pictureOf } from '../folding/pictureOf.ts'
import { boundsOf, roomIn, viewportOfAll } from '../viewportFor.ts'
import type { Direction, GraphLayout, Size, Topology } from './GraphLayout.ts'
import { layoutGraph } from './layoutGraph.ts'

export type PictureQuestion = {
  /** The graph of the run's nodes. */
  readonly source: Topology<NodeId>
  readonly statuses: readonly string[]
  /** What the nodes are, or the classes that were found of the same ones before. */
  readonly nodes: readonly FoldNode[] | Kindred
  readonly fold: GraphReading['fold']
  /** Indices of nodes whose classes are drawn member by member, and of the one that must be seen; -1 for none. */
  readonly opened: readonly number[]
  readonly pinned: number
  readonly direction: Direction | 'auto'
  readonly canvas: Size
  /** The picture of the same graph before it grew, or before a node was drawn out, so that what was there moves little. */
  readonly former?: { readonly topology: Topology; readonly layout: GraphLayout }
  /** From how many members on classes were folded as needed before, and whether that is to stay: whoever opens a node or a dialog wants no other picture. */
  readonly before?: { readonly foldFrom: number; readonly isFixed: boolean }
}

/** Folds a run's graph as far as it is asked or needed, and lays out what is left. Pure; the same question always has the same answer. */
export function drawPicture(question: PictureQuestion): Drawn {
  const { source, statuses, nodes, fold, pinned, before } = question
  const kindred = isKindred(nodes) ? nodes : namedKindred({ nodes, edges: source.edges })
  const opened = new Set(question.opened)
  const pictureFrom = (foldFrom: number) => pictureOf(source, kindred, { statuses, pinned }, { foldFrom, opened })
  const draw = (picture: Picture): Drawn => ({
    picture,
    layout: layoutGraph({
      topology: cardTopology(picture),
      direction: question.direction,
      canvas: roomIn(question.canvas),
      ...(question.former && { former: question.former }),
    }),
  })
  const drawn = (foldFrom: number): Drawn => draw(pictureFrom(foldFrom))
  switch (fold) {
    case 'none':
      return drawn(Number.POSITIVE_INFINITY)
    case 'all':
      return drawn(2)
    case 'needed':
      if (before?.isFixed) return drawn(before.foldFrom)
      return foldAsNeeded(
        kindred,
        pictureFrom,
        draw,
        (layout) => viewportOfAll(boundsOf(layout), question.canvas).zoom >= WHOLE_ZOOM,
        before?.foldFrom,
      )
  }
}

/** What is laid out of a picture. A tie bears a label where all edges that it stands for do. */
function cardTopology({ source, cards, ids, ties, tieOf }: Picture): Topology {
  const isLabelled = new Uint8Array(source.edges.length)
  for (const edge of source.labelled) isLabelled[edge] = 1
  const bare = new Uint8Array(ties.length)
  tieOf.forEach((tie, edge) => {
    if (tie >= 0 && isLabelled[edge] === 0) bare[tie] = 1
  })
  return {
    ids,
    edges: ties,
    labelled: ties.flatMap((_, tie) => (bare[tie] === 0 ? tie : [])),
    folds: cards.flatMap(({ kind }, card) => (kind === 'fold' ? card : [])),
  }
}

const isKindred = (nodes: PictureQuestion['nodes']): nodes is Kindred => 'classOf' in nodes
