import type { Times } from '../model/times.ts'
import type { TimeScale } from '../model/timeScale.ts'
import type { ChartColours } from './chartColours.ts'
import { headHeight, type ChartModel } from './chartModel.ts'
import type { Mark } from './layoutTimeline.ts'
import { LANE_HEIGHT, laneAt } from './placeLanes.ts'
import { paintGaps } from './paintGaps.ts'
import { paintHead } from './paintHead.ts'
import { paintLabels } from './paintLabels.ts'
import { paintMark, paintRing } from './paintMark.ts'
import type { Picture } from './picture.ts'

type Context = CanvasRenderingContext2D

/** Paints a frame from back to front, with failures on top. The context's unit is one CSS pixel. */
export function paintTimeline(context: Context, picture: Picture, colours: ChartColours): void {
  const { model, marks, width, height } = picture
  const head = headHeight(model)
  context.font = `11.5px ${colours.font}`
  context.textBaseline = 'middle'
  context.fillStyle = colours.surface
  context.fillRect(0, 0, width, height)
  context.save()
  context.beginPath()
  context.rect(0, head, width, height - head)
  context.clip()
  context.translate(0, head)
  paintLanes(context, picture, colours)
  paintGaps(context, picture, colours)
  for (const mark of marks.bars) paintDimmed(context, mark, model, colours)
  if (model.path) paintPath(context, picture, colours)
  for (const mark of marks.errors) paintDimmed(context, mark, model, colours)
  paintLabels(context, picture, colours)
  for (const { mark, as } of picture.rings)
    paintRing(context, mark, as === 'hovered' ? colours.text : colours.accent, as === 'hovered' ? 1 : 2)
  context.restore()
  paintHead(context, picture, colours)
}

/** Opacity of the bars of nodes that do not match the filter: still to be seen, and clearly behind the others. */
const BACK = 0.22

function paintDimmed(context: Context, mark: Mark, { back }: ChartModel, colours: ChartColours): void {
  context.globalAlpha = back?.[mark.lane] === 1 ? BACK : 1
  paintMark(context, mark, colours)
  context.globalAlpha = 1
}

function paintLanes(
  context: Context,
  { model, scale, width, height, top, ticks }: Picture,
  colours: ChartColours,
): void {
  const { placed, selected } = model
  const first = Math.max(0, laneAt(placed, top))
  const end = Math.min(placed.lanes.length, laneAt(placed, top + height) + 1)
  const selectedAt = placed.lanes.findIndex((lane) => lane.kind === 'node' && lane.node.node_id === selected)
  if (selectedAt >= first && selectedAt < end) {
    const y = placed.tops[selectedAt] ?? 0
    context.fillStyle = colours.selected
    context.fillRect(0, y - top, width, (placed.tops[selectedAt + 1] ?? 0) - y)
  }
  context.fillStyle = colours.border
  for (let lane = first; lane < end; lane++) context.fillRect(0, (placed.tops[lane + 1] ?? 0) - top - 1, width, 1)
  for (const { x } of ticks) context.fillRect(x, 0, 1, height)
  context.fillStyle = colours.dim
  for (let lane = first; lane < end; lane++) {
    const words = wordsBeside(placed.lanes[lane]?.times, scale)
    const y = (placed.tops[lane] ?? 0) - top + LANE_HEIGHT / 2
    if (words) context.fillText(words.text, words.isRight ? width - 14 : 6, y)
  }
}

/** The text for a lane without a visible bar: that it has none, or on which side it is. */
function wordsBeside(times: Times | undefined, { window }: TimeScale): { text: string; isRight: boolean } | undefined {
  if (!times || times.shape === 'none') return times && { text: 'no times recorded', isRight: false }
  if (times.start > window.to) return { text: '›', isRight: true }
  return times.end < window.from && times.shape !== 'open' ? { text: '‹', isRight: false } : undefined
}

/** Frames the lanes of the critical path and connects them in path order. */
function paintPath(context: Context, { model, scale, top }: Picture, colours: ChartColours): void {
  const { placed, path } = model
  const places = new Map(placed.lanes.map((lane, place) => [lane.kind === 'run' ? null : lane.node.node_id, place]))
  let before: { readonly x: number; readonly y: number } | undefined
  context.strokeStyle = colours.accent
  for (const { node_id, start, end } of path?.steps ?? []) {
    const place = places.get(node_id)
    if (place === undefined) continue
    const y = (placed.tops[place] ?? 0) - top + LANE_HEIGHT / 2
    const from = clamped(scale.x(start), scale)
    const to = Math.max(clamped(scale.x(end), scale), from + 2)
    context.lineWidth = 1.5
    if (before) {
      context.beginPath()
      context.moveTo(before.x, before.y)
      context.lineTo(before.x, y)
      context.lineTo(from, y)
      context.stroke()
    }
    context.lineWidth = 2
    context.strokeRect(from - 2, y - 10, to - from + 4, 20)
    before = { x: to, y }
  }
}

const clamped = (x: number, { width }: TimeScale): number => Math.max(-50, Math.min(width + 50, x))
