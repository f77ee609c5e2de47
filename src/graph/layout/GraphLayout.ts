import type { NodeId } from '#contract/ids.ts'

/**
 * The language between topology and picture: plain data without React, without React Flow and without anything that changes
 * as a run goes on. Whoever draws (React Flow now, a canvas for far-out views later) reads this and nothing else.
 */

/** Which way edges point. */
export type Direction = 'right' | 'down'

export type Topology = {
  /** In the order in which siblings should stand. */
  readonly ids: readonly NodeId[]
  /** Pairs of indices into `ids`. Edges to nodes that are not there have been left out before. */
  readonly edges: readonly (readonly [from: number, to: number])[]
  /** Indices of edges that bear a label, for which the layout keeps room. */
  readonly labelled: readonly number[]
}

export type Point = { readonly x: number; readonly y: number }

export type GraphLayout = {
  readonly direction: Direction
  /** Top left corner of each node in pixels, by index into `ids`. */
  readonly positions: readonly Point[]
  /** Points that each edge passes between its ends, by index into `edges`; empty where it may run straight. */
  readonly bends: readonly (readonly Point[])[]
  /** Middle of each edge's label, by index into `edges`; undefined where it may stand in the middle of the line. */
  readonly labels: readonly (Point | undefined)[]
  /** Indices of edges that close a cycle. They are drawn against the stream, and marked. */
  readonly backEdges: readonly number[]
  /** `plain` where the graph was too large for the full layout in the time allowed: layers in order, crossings as they fall. */
  readonly quality: 'full' | 'plain'
}

/** Every card has this size in pixels, known before layout, so nothing is measured in the page. */
export const NODE_SIZE = { width: 220, height: 64 } as const

/** Room for the label of an edge; a longer one is cut and told on hover. */
export const LABEL_SIZE = { width: 132, height: 20 } as const

/** Free pixels between layers, which need room for curves along the stream, and between neighbours in a layer. */
export const SPACING = { layer: { right: 64, down: 44 }, neighbour: 28 } as const
