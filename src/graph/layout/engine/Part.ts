import type { Layered } from './Layered.ts'
import type { Bands } from './placeAlong.ts'

/** A connected part of a level while it is being laid out: what the phases after the order read. */
export type Part = {
  readonly g: Layered
  readonly width: Float64Array
  readonly height: Float64Array
  /** Ends of each edge along the stream: for a back edge the other way round. */
  readonly tops: Int32Array
  readonly bottoms: Int32Array
  readonly back: Uint8Array
  /** Edges that go around the whole, and its right border. */
  readonly far: Uint8Array
  readonly border: number
  /** Fixed places of the edges' ends from the left border; NaN where free. By `tops` and `bottoms`. */
  readonly topPort: Float64Array
  readonly bottomPort: Float64Array
  /** Middle of each item across the stream, and the bands of the layers along it. */
  readonly x: Float64Array
  readonly bands: Bands
}
