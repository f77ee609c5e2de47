import { formatCompact } from '#src/lib/format.ts'
import { Mail } from 'lucide-react'
import { edgeMiddle } from '../edgePath.ts'
import { tieLabel } from '../faces/tieHint.ts'
import { LABEL_SIZE, type Point } from '../layout/GraphLayout.ts'
import type { TieData } from '../model/tieData.ts'
import { drawIcon, fontOf, write, type Brush } from './Brush.ts'

/**
 * The label and message count of a line, as in DAGEdge.module.css. When zoomed out further than `short` there is no
 * room for them.
 */
export function paintTag(brush: Brush, tie: TieData): void {
  const { x, y } = tie.labelAt ?? edgeMiddle(tie.route)
  const label = tieLabel(tie)
  const { textSize: size, detail } = brush.legibility
  const font = fontOf(brush, 400, size)
  const number = tie.message_count > 0 ? formatCompact(tie.message_count) : undefined
  const labelWide =
    label === undefined ? 0 : Math.min(LABEL_SIZE.width, brush.text.width(font, label.slice(0, 80)) + 14)
  const numberWide = number === undefined ? 0 : brush.text.width(font, number) + size + 16
  const [labelHigh, numberHigh] = [size * 1.45 + 4, size * 1.6]
  const isInRow = detail === 'short'
  const both = label !== undefined && number !== undefined
  const alongRow = both && isInRow ? (labelWide + numberWide + 2) / 2 : 0
  const alongColumn = both && !isInRow ? (labelHigh + numberHigh + 2) / 2 : 0
  if (label !== undefined) {
    const middle = {
      x: x - (alongRow === 0 ? 0 : alongRow - labelWide / 2),
      y: y - (alongColumn === 0 ? 0 : alongColumn - labelHigh / 2),
    }
    paintPill(brush, middle, labelWide, labelHigh)
    const start = middle.x - labelWide / 2 + 7
    write(brush, label, {
      x: start,
      y: middle.y - labelHigh / 2,
      high: labelHigh,
      room: labelWide - 13,
      weight: 400,
      size,
      colour: brush.palette.dim,
    })
  }
  if (number !== undefined) {
    const middle = {
      x: x + (alongRow === 0 ? 0 : alongRow - numberWide / 2),
      y: y + (alongColumn === 0 ? 0 : alongColumn - numberHigh / 2),
    }
    paintPill(brush, middle, numberWide, numberHigh)
    const start = middle.x - numberWide / 2 + 1 + size / 2
    drawIcon(brush, Mail, start, middle.y - 5.5, 11, 2, brush.palette.text)
    const place = { x: start + 14, y: middle.y - numberHigh / 2, high: numberHigh, room: numberWide, weight: 400, size }
    write(brush, number, { ...place, colour: brush.palette.text })
  }
}

function paintPill({ context, palette }: Brush, { x, y }: Point, width: number, height: number): void {
  context.beginPath()
  context.roundRect(x - width / 2 + 0.5, y - height / 2 + 0.5, width - 1, height - 1, Math.min(9, height / 2))
  context.fillStyle = palette.surface
  context.fill()
  context.strokeStyle = palette.border
  context.lineWidth = 1
  context.stroke()
}
