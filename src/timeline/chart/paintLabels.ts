import { addTo } from '#src/lib/addTo.ts'
import { eventTypeToken } from '#src/records/events/eventTypeToken.ts'
import { wordOf } from '#src/records/eventTable/eventTable.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { LucideIcon } from 'lucide-react'
import { TONES } from '../model/tones.ts'
import { laneName } from '../words.ts'
import type { ChartColours } from './chartColours.ts'
import type { ChartModel } from './chartModel.ts'
import { clipWords, directionOf } from './clipWords.ts'
import type { Mark } from './layoutTimeline.ts'
import type { Picture } from './picture.ts'

type Context = CanvasRenderingContext2D

/** Pixels: the side of an icon, the space around it and the text, and the least room in which either is drawn. */
const ICON = 10
const GAP = 4
const ICON_ROOM = ICON + 2 * GAP
const TEXT_ROOM = 24
/** Pixels at the start of a bar that the sign of its tone takes. */
const SIGNS = new Map<string | undefined, number>([
  ['failed', 12],
  ['paused', 12],
  ['retrying', 40],
])

/** Writes the type as an icon and the name as text on each bar that has room for them. */
export function paintLabels(context: Context, picture: Picture, colours: ChartColours): void {
  const { model, marks } = picture
  const errorsAt = new Map<number, Mark[]>()
  for (const mark of marks.errors) addTo(errorsAt, mark.lane, mark)
  context.save()
  context.textAlign = 'left'
  for (const mark of [...marks.bars, ...marks.errors]) {
    if (model.back?.[mark.lane] === 1) continue
    const room = labelRoom(mark, errorsAt.get(mark.lane) ?? [], picture.width)
    if (room) paintLabel(context, mark, room, labelOf(model, mark), colours)
  }
  context.restore()
}

/**
 * The pixels of a bar in which its label may stand: after its sign, before its end, and clear of the errors painted
 * over it. Undefined if there is no room for an icon, or if several events share the bar.
 */
export function labelRoom(
  mark: Mark,
  errors: readonly Mark[],
  width: number,
): { readonly from: number; readonly to: number } | undefined {
  const { x, y, height, shape, tone, count } = mark
  if (count > 1 || (shape !== 'span' && shape !== 'open')) return undefined
  // A line through a skipped bar would strike out its label.
  if (TONES[tone] === 'skipped') return undefined
  const solid = shape === 'open' ? Math.max(mark.width / 2, mark.width - 24) : mark.width
  const from = Math.max(x, 0) + (SIGNS.get(TONES[tone]) ?? 0) + GAP
  const end = Math.min(x + solid - 1, width) - GAP
  // The widest part between the errors painted over the bar.
  const over = errors
    .filter((error) => error !== mark && error.y < y + height && error.y + error.height > y)
    .toSorted((a, b) => a.x - b.x)
  let widest = { from, to: from }
  let start = from
  for (const { x: left, width: wide } of [...over, { x: end + GAP, width: 0 }]) {
    const to = Math.min(end, left - GAP)
    if (to - start > widest.to - widest.from) widest = { from: start, to }
    start = Math.max(start, left + wide + GAP)
  }
  return widest.to - widest.from < ICON ? undefined : widest
}

type Label = { readonly text: string; readonly Icon: LucideIcon | undefined }

function labelOf({ placed, timeline }: ChartModel, { lane, row }: Mark): Label {
  const here = placed.lanes[lane]
  if (row < 0)
    return here?.kind === 'node'
      ? { text: laneName(here), Icon: nodeTypeToken(here.node.node_type).Icon }
      : { text: here ? laneName(here) : '', Icon: undefined }
  const type = wordOf(timeline.table.event_type, row) ?? ''
  return { text: visibleText(timeline.table.headline[row] || type), Icon: eventTypeToken(type).Icon }
}

/**
 * The colour of a label: of the surface on a filled bar, of the text on an outlined one. The theme gives each tone a
 * contrast of 4.5:1 to the surface.
 */
export function labelColour({ tone, shape }: Pick<Mark, 'tone' | 'shape'>, colours: ChartColours): string {
  const isOutlined = shape === 'span' && (TONES[tone] === 'pending' || TONES[tone] === 'approval')
  return isOutlined ? colours.text : colours.surface
}

function paintLabel(
  context: Context,
  mark: Mark,
  { from, to }: { readonly from: number; readonly to: number },
  { text, Icon }: Label,
  colours: ChartColours,
): void {
  const middle = mark.y + mark.height / 2
  const colour = labelColour(mark, colours)
  const path = Icon && colours.icons.get(Icon)
  let start = from
  if (path) {
    context.save()
    context.translate(from, middle - ICON / 2)
    context.scale(ICON / 24, ICON / 24)
    context.strokeStyle = colour
    context.lineWidth = 2.6
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.stroke(path)
    context.restore()
    start += ICON_ROOM - GAP
  }
  const room = to - start
  if (room < TEXT_ROOM) return
  context.font = `${mark.row < 0 ? 11 : 10}px ${colours.font}`
  const words = clipWords(text, (part) => context.measureText(part).width <= room)
  if (words === undefined) return
  context.direction = directionOf(words)
  context.fillStyle = colour
  context.fillText(words, start, middle + 0.5)
}
