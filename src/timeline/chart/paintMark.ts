import { TONES } from '../model/tones.ts'
import type { ChartColours } from './chartColours.ts'
import type { Mark } from './layoutTimeline.ts'

type Context = CanvasRenderingContext2D

/** Paints one bar: its tone as colour and shape, and how reliable its times are. */
export function paintMark(context: Context, mark: Mark, colours: ChartColours): void {
  paintBar(context, mark, colours)
  if (mark.isMisplaced) corner(context, mark, colours)
}

function paintBar(context: Context, whole: Mark, colours: ChartColours): void {
  // One pixel is left free, so that adjacent bars are distinguishable.
  const mark = { ...whole, width: whole.width - 1 }
  const { x, y, width, height, shape } = mark
  const colour = colours.tones[mark.tone] ?? colours.dim
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineWidth = 1.5
  switch (shape) {
    case 'point':
      diamond(context, mark)
      context.fill()
      break
    // The recorded end is before the start: hollow, because the duration is unknown.
    case 'backwards':
      diamond(context, mark)
      context.fillStyle = colours.surface
      context.fill()
      context.stroke()
      return
    // Still running: the bar fades out towards an unknown end.
    case 'open': {
      const solid = Math.max(width / 2, width - 24)
      context.fillRect(x, y, solid, height)
      for (let at = x + solid + 3; at + 5 <= x + width; at += 8) context.fillRect(at, y, 5, height)
      break
    }
    case 'span':
      body(context, mark, colours)
      break
  }
  sign(context, mark, colours)
}

/** Pending items are outlined, and items waiting for a person nearly so, because no work is done. */
function body(context: Context, { x, y, width, height, tone }: Mark, { surface }: ChartColours): void {
  switch (TONES[tone]) {
    case 'pending':
    case 'skipped':
      context.fillStyle = surface
      context.fillRect(x, y, width, height)
      context.strokeRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5)
      return
    case 'approval':
      context.fillRect(x, y, width, height)
      context.fillStyle = surface
      context.fillRect(x + 2, y + 2, width - 4, height - 4)
      return
    case 'unknown':
      context.fillRect(x, y + 2, width, height - 4)
      return
    case 'completed':
    case 'running':
    case 'paused':
    case 'retrying':
    case 'failed':
    case undefined:
      context.fillRect(x, y, width, height)
  }
}

/** Distinguishes the tones without colour. */
function sign(context: Context, mark: Mark, colours: ChartColours): void {
  const { x, y, width, height, shape, tone } = mark
  const left = Math.max(x, 0)
  const visible = x + width - left
  if (visible < 6) return
  const middle = y + height / 2
  const at = left + Math.min(visible / 2, 7)
  context.strokeStyle = colours.surface
  context.lineWidth = 1.5
  context.beginPath()
  switch (TONES[tone]) {
    // A cross.
    case 'failed':
      context.moveTo(at - 2, middle - 2)
      context.lineTo(at + 2, middle + 2)
      context.moveTo(at - 2, middle + 2)
      context.lineTo(at + 2, middle - 2)
      break
    // Two slits.
    case 'paused':
      context.moveTo(at - 1.5, y)
      context.lineTo(at - 1.5, y + height)
      context.moveTo(at + 1.5, y)
      context.lineTo(at + 1.5, y + height)
      break
    // Slanted lines, for a restart.
    case 'retrying':
      for (let slant = left + 4; slant < left + Math.min(visible, 40) - 2; slant += 6) {
        context.moveTo(slant, y + height)
        context.lineTo(slant + 3, y)
      }
      break
    case 'skipped':
      if (shape !== 'span') break
      context.strokeStyle = colours.tones[tone] ?? colours.dim
      context.moveTo(x + 2, middle)
      context.lineTo(x + width - 2, middle)
      break
    // Distinguished by their bodies.
    case 'completed':
    case 'running':
    case 'pending':
    case 'approval':
    case 'unknown':
    case undefined:
      return
  }
  context.stroke()
}

/** A corner at the start of an item recorded out of chronological order, in the colour of the mark beside names. */
function corner(context: Context, { x, y }: Mark, { warning }: ChartColours): void {
  context.fillStyle = warning
  context.beginPath()
  context.moveTo(Math.max(x, 0), y - 2)
  context.lineTo(Math.max(x, 0) + 7, y - 2)
  context.lineTo(Math.max(x, 0), y + 5)
  context.fill()
}

function diamond(context: Context, { x, y, height }: Mark): void {
  const half = 4
  const middle = y + height / 2
  context.beginPath()
  context.moveTo(x + half, middle - half)
  context.lineTo(x + 2 * half, middle)
  context.lineTo(x + half, middle + half)
  context.lineTo(x, middle)
  context.closePath()
}

/** A ring around the bar that is selected, hovered, or at the keyboard cursor. */
export function paintRing(context: Context, { x, y, width, height }: Mark, colour: string, thickness: number): void {
  context.strokeStyle = colour
  context.lineWidth = thickness
  context.strokeRect(x - 2, y - 2, width + 4, height + 4)
}
