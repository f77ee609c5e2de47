/**
 * One level of a graph, rotated so that it runs downwards: the graph itself, or the inside of a frame. Sizes are
 * pixels; edges are pairs of indices and may include self-loops and duplicates.
 */
export type Level = {
  readonly count: number
  /** Across and along the direction of the graph. */
  readonly width: Float64Array
  readonly height: Float64Array
  readonly from: Int32Array
  readonly to: Int32Array
  /** Where an edge leaves and enters, as an offset from the card's left border; NaN if it is free. */
  readonly fromPort: Float64Array
  readonly toPort: Float64Array
  /** Width to reserve for an edge's label; 0 for none. */
  readonly labelWidth: Float64Array
  /** Height of a label along the direction of the graph. */
  readonly labelHeight: number
}

/** Gaps in pixels between neighbours in a layer, between an edge and its neighbours, and between layers. */
export type Gaps = { readonly neighbour: number; readonly edge: number; readonly layer: number }

/**
 * A level with coordinates. The polyline of edge `e` is `points[2 * starts[e] … 2 * starts[e + 1])`, alternating x and
 * y.
 */
export type Placed = {
  /** Upper left corners. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly points: Float64Array
  readonly starts: Int32Array
  readonly back: Uint8Array
  /** Centres of the labels, alternating x and y; NaN if not placed. */
  readonly labels: Float64Array
  readonly width: number
  readonly height: number
}
