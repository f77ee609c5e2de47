import type { Direction } from './engine/drawGraph.ts'

/**
 * The language between topology and picture: plain data without React, without React Flow and without anything that changes
 * as a run goes on. Whoever draws (React Flow now, a canvas for far-out views later) reads this and nothing else.
 */

export type { Direction }

/** Names a card: a node's id for its own card, and no node's id for one that stands for several. */
export type CardId = string

export type Topology<Id extends CardId = CardId> = {
  /** In the order in which siblings should stand. */
  readonly ids: readonly Id[]
  /** Pairs of indices into `ids`. Edges to nodes that are not there have been left out before. */
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Indices of edges that bear a label, for which the layout keeps room. */
  readonly labelled: readonly number[]
  /** Indices of cards that stand for several nodes, which are larger. */
  readonly folds?: readonly number[]
  /** By card: the card at the head of the frame that it stands in, -1 for none. */
  readonly parents?: readonly number[]
}

export type Point = { readonly x: number; readonly y: number }
export type Size = { readonly width: number; readonly height: number }
export type Place = Point & Size

export type GraphLayout = {
  readonly direction: Direction
  /** Top left corner and size of each card in pixels, by index into `ids`. */
  readonly positions: readonly Place[]
  /** The points of each edge from the border of its one card to that of the other, by index into `edges`. It runs straight between them. */
  readonly routes: readonly (readonly Point[])[]
  /** Middle of each edge's label, by index into `edges`; undefined where it may stand in the middle of the line. */
  readonly labels: readonly (Point | undefined)[]
  /** Indices of edges that close a cycle. They are drawn against the stream, and marked. */
  readonly backEdges: readonly number[]
  /** Rectangles around the members of groups, by the card that leads each, which stands in it too; the outer ones first. */
  readonly frames: readonly (Place & { readonly leader: number })[]
  /** The rectangle of all of it. */
  readonly bounds: Place
}

/** Cards of a node and of several have these sizes in pixels, known before layout, so nothing is measured in the page. */
export const NODE_SIZE = { width: 220, height: 64 } as const
export const FOLD_SIZE = { width: 220, height: 92 } as const

/** Room for the label of an edge; a longer one is cut and told on hover. */
export const LABEL_SIZE = { width: 132, height: 20 } as const
