import type { Layered } from './Layered.ts'
import type { Bands } from './placeAlong.ts'

/** A connected part of a level during layout: input of the phases that follow the ordering. */
export type Part = {
  readonly g: Layered
  readonly width: Float64Array
  readonly height: Float64Array
  /** Upper and lower end of each edge; swapped for a back edge. */
  readonly tops: Int32Array
  readonly bottoms: Int32Array
  readonly back: Uint8Array
  /** Edges routed around the whole part, and the part's right border. */
  readonly far: Uint8Array
  readonly border: number
  /** Fixed ports of the edges' ends, from the card's left border; NaN if free. At `tops` and `bottoms`. */
  readonly topPort: Float64Array
  readonly bottomPort: Float64Array
  /** Centre of each item across the direction of the graph, and the bands of the layers along it. */
  readonly x: Float64Array
  readonly bands: Bands
}
