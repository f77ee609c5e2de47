import { Canvas, FAINT, INK, type Ramp } from './Canvas.ts'

/** A matrix as coloured cells with labels, and figures in the cells where they are large enough. */
type HeatMap = {
  readonly title: string
  readonly subtitle: string
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly values: readonly (readonly number[])[]
  readonly low: number
  readonly high: number
  readonly ramp: Ramp
  /** How a value is written into its cell; undefined for no figures. */
  readonly figure?: (value: number) => string
}

const WIDTH = 620
const HEIGHT = 400
const LEFT = 130
const TOP = 62
const RIGHT = 520
const BOTTOM = 356

export function heatMap(map: HeatMap): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas(WIDTH, HEIGHT, map.ramp)
  const place = (value: number) => (value - map.low) / (map.high - map.low)
  canvas.text(20, 18, map.title, INK, 2)
  canvas.text(20, 38, map.subtitle, INK, 1)
  const cellWidth = (RIGHT - LEFT) / map.columns.length
  const cellHeight = (BOTTOM - TOP) / map.rows.length
  for (const [row, values] of map.values.entries()) {
    const top = Math.round(TOP + row * cellHeight)
    const height = Math.round(TOP + (row + 1) * cellHeight) - top
    canvas.text(LEFT - 8, top + Math.round(height / 2) - 4, map.rows[row] ?? '', INK, cellHeight > 14 ? 2 : 1, 'end')
    for (const [column, value] of values.entries()) {
      const left = Math.round(LEFT + column * cellWidth)
      const width = Math.round(LEFT + (column + 1) * cellWidth) - left
      canvas.fill(left, top, width, height, Canvas.shade(place(value)))
      if (!map.figure) continue
      const ink = Math.abs(place(value) - 0.5) > 0.3 ? 0 : INK
      canvas.text(left + Math.round(width / 2), top + Math.round(height / 2) - 4, map.figure(value), ink, 2, 'middle')
    }
  }
  const columnSize = Math.max(...map.columns.map((label) => label.length)) * 12 < cellWidth ? 2 : 1
  canvas.frame(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, FAINT)
  for (const [column, label] of map.columns.entries())
    canvas.text(Math.round(LEFT + (column + 0.5) * cellWidth), BOTTOM + 10, label, INK, columnSize, 'middle')
  canvas.rampBar(538, TOP, BOTTOM - TOP, String(map.low), String(map.high))
  return canvas.png()
}
