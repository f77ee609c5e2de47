import type { Direction } from './engine/drawGraph.ts'

/**
 * The interface between topology and rendering: plain data without React or React Flow, and without anything that
 * changes during a run. Renderers (React Flow and the canvas) read this and nothing else.
 */

export type { Direction }

/** Names a card: a node's id for its own card; for a folded card, an id that no node has. */
export type CardId = string

export type Topology<Id extends CardId = CardId> = {
  /** In the preferred order of siblings. */
  readonly ids: readonly Id[]
  /** Pairs of indices into `ids`. Edges to missing nodes have already been removed. */
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Indices of edges with a label, for which the layout reserves space. */
  readonly labelled: readonly number[]
  /** Indices of cards that stand for several nodes; these are larger. */
  readonly folds?: readonly number[]
  /** By card: the card that leads its frame, -1 for none. */
  readonly parents?: readonly number[]
}

export type Point = { readonly x: number; readonly y: number }
export type Size = { readonly width: number; readonly height: number }
export type Place = Point & Size

export type GraphLayout = {
  readonly direction: Direction
  /** Top left corner and size of each card in pixels, by index into `ids`. */
  readonly positions: readonly Place[]
  /**
   * Points of each edge from the border of one card to that of the other, by index into `edges`; straight between
   * points.
   */
  readonly routes: readonly (readonly Point[])[]
  /** Middle of each edge's label, by index into `edges`; undefined if it may be at the middle of the line. */
  readonly labels: readonly (Point | undefined)[]
  /** Indices of edges that close a cycle. They are drawn against the direction of the graph, and marked. */
  readonly backEdges: readonly number[]
  /**
   * Rectangles around the members of groups, by the card that leads each, which is inside it too; outer frames first.
   */
  readonly frames: readonly (Place & { readonly leader: number })[]
  /** The bounding rectangle of everything. */
  readonly bounds: Place
}

/** Sizes in pixels of the cards of one node and of several. Fixed before layout, so nothing is measured in the page. */
export const NODE_SIZE = { width: 220, height: 64 } as const
export const FOLD_SIZE = { width: 220, height: 92 } as const

/** Space for the label of an edge; a longer label is truncated and shown in full on hover. */
export const LABEL_SIZE = { width: 132, height: 20 } as const
