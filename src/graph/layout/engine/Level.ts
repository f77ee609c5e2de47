/**
 * One level of a graph, turned so that its stream runs downwards: the graph itself, or the inside of a frame. Sizes are
 * pixels; edges are pairs of indices, self-loops and doubled edges among them.
 */
export type Level = {
  readonly count: number
  /** Across and along the stream. */
  readonly width: Float64Array
  readonly height: Float64Array
  readonly from: Int32Array
  readonly to: Int32Array
  /** Where an edge leaves and enters, as an offset from the left border; NaN where the card lets it choose. */
  readonly fromPort: Float64Array
  readonly toPort: Float64Array
  /** Room that an edge keeps across the stream for its label; 0 for none. */
  readonly labelWidth: Float64Array
  /** What a label is high along the stream. */
  readonly labelHeight: number
}

/** Free pixels between neighbours in a layer, between an edge and its neighbours, and between layers. */
export type Gaps = { readonly neighbour: number; readonly edge: number; readonly layer: number }

/** A level with places. Polylines of edge `e` are `points[2 * starts[e] … 2 * starts[e + 1])`, x and y by turns. */
export type Placed = {
  /** Upper left corners. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly points: Float64Array
  readonly starts: Int32Array
  readonly back: Uint8Array
  /** Where the labels' middles are, x and y by turns; NaN where none is placed. */
  readonly labels: Float64Array
  readonly width: number
  readonly height: number
}
