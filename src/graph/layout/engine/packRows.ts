/** The size of a rectangle. */
export type Box = { readonly width: number; readonly height: number }
export type Packed = {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly width: number
  readonly height: number
}

/** How many row widths to try. */
const TRIES = 40

/**
 * Places rectangles in rows, in the order given, with `gap` between them, so that the whole appears as large as
 * possible in a canvas of this shape. Tries row widths from the widest rectangle to the sum of all. O(boxes · tries).
 */
export function packRows(boxes: readonly Box[], gap: number, canvas: Box): Packed {
  let widest = 0
  let sum = 0
  for (const { width } of boxes) {
    widest = Math.max(widest, width)
    sum += width + gap
  }
  let best = shelve(boxes, gap, widest)
  const scale = ({ width, height }: Box) =>
    Math.min(canvas.width / Math.max(1, width), canvas.height / Math.max(1, height))
  if (boxes.length > 1) {
    const step = (sum / Math.max(1, widest)) ** (1 / TRIES)
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const packed = shelve(boxes, gap, widest * step ** attempt)
      // If everything fits at full size anyway, fewer rows read better.
      if (Math.min(1, scale(packed)) > Math.min(1, scale(best)) * 1.0001) best = packed
    }
  }
  return best
}

function shelve(boxes: readonly Box[], gap: number, limit: number): Packed {
  const x = new Float64Array(boxes.length)
  const y = new Float64Array(boxes.length)
  let left = 0
  let top = 0
  let high = 0
  let wide = 0
  boxes.forEach((box, at) => {
    if (left > 0 && left + box.width > limit + 0.01) {
      top += high + gap
      left = 0
      high = 0
    }
    x[at] = left
    y[at] = top
    left += box.width + gap
    high = Math.max(high, box.height)
    wide = Math.max(wide, left - gap)
  })
  return { x, y, width: wide, height: top + high }
}
