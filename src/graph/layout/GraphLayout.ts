import type { NodeId } from '#contract/ids.ts'
import type { Direction } from './engine/drawGraph.ts'

/**
 * The language between topology and picture: plain data without React, without React Flow and without anything that changes
 * as a run goes on. Whoever draws (React Flow now, a canvas for far-out views later) reads this and nothing else.
 */

export type { Direction }

export type Topology = {
  /** In the order in which siblings should stand. */
  readonly ids: readonly NodeId[]
  /** Pairs of indices into `ids`. Edges to nodes that are not there have been left out before. */
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Indices of edges that bear a label, for which the layout keeps room. */
  readonly labelled: readonly number[]
}

export type Point = { readonly x: number; readonly y: number }
export type Size = { readonly width: number; readonly height: number }

export type GraphLayout = {
  readonly direction: Direction
  /** Top left corner of each node in pixels, by index into `ids`. */
  readonly positions: readonly Point[]
  /** The points of each edge from the border of its one card to that of the other, by index into `edges`. It runs straight between them. */
  readonly routes: readonly (readonly Point[])[]
  /** Middle of each edge's label, by index into `edges`; undefined where it may stand in the middle of the line. */
  readonly labels: readonly (Point | undefined)[]
  /** Indices of edges that close a cycle. They are drawn against the stream, and marked. */
  readonly backEdges: readonly number[]
}

/** Every card has this size in pixels, known before layout, so nothing is measured in the page. */
export const NODE_SIZE = { width: 220, height: 64 } as const

/** Room for the label of an edge; a longer one is cut and told on hover. */
export const LABEL_SIZE = { width: 132, height: 20 } as const
