import type { TimeScale } from '../model/timeScale.ts'
import { timeTicks } from '../model/timeTicks.ts'
import { groundOf, headHeight, type ChartModel } from './chartModel.ts'
import type { ChartState } from './chartStore.ts'
import { layoutTimeline, markAt, type Mark, type Marks } from './layoutTimeline.ts'
import { laneOfCursor } from './moveCursor.ts'
import { scaleOf } from './windowMoves.ts'

/** A computed frame. Marks are in pixels below the chart's head. */
export type Picture = {
  readonly model: ChartModel
  readonly scale: TimeScale
  /** Size of the whole canvas and scroll position of the lanes, in pixels. */
  readonly width: number
  readonly height: number
  readonly top: number
  readonly marks: Marks
  readonly rings: readonly { readonly mark: Mark; readonly as: 'selected' | 'cursor' | 'hovered' }[]
  readonly ticks: readonly { readonly x: number; readonly label: string }[]
}

/** Minimum pixels between ticks, so that labels do not overlap. */
const TICK_ROOM = 84

/** Undefined if there is no canvas area or no time to draw. O(screen), see `layoutTimeline`. */
export function pictureOf(model: ChartModel, state: ChartState): Picture | undefined {
  const ground = groundOf(model, state)
  if (!ground) return undefined
  const { width, height, top } = state
  const scale = scaleOf(ground, state.window)
  const view = { scale, top, height: height - headHeight(model) }
  const marks = layoutTimeline(model.timeline, model.placed, view)
  return {
    model,
    scale,
    width,
    height,
    top,
    marks,
    rings: ringsOf(model, state, view, marks),
    ticks: ticksOf(model, scale),
  }
}

function ringsOf(
  model: ChartModel,
  { cursor, hovered }: ChartState,
  view: Parameters<typeof layoutTimeline>[2],
  marks: Marks,
) {
  const { timeline, placed, selected, selectedRow } = model
  const rings: Picture['rings'][number][] = []
  const ring = (as: Picture['rings'][number]['as'], mark: Mark | undefined) => {
    if (mark) rings.push({ as, mark })
  }
  if (hovered.kind === 'mark') {
    const { lane, row } = hovered.mark
    // Recomputed, because the picture may have moved under the pointer.
    const isHovered = (mark: Mark) => mark.lane === lane && mark.row === row
    ring('hovered', marks.errors.find(isHovered) ?? marks.bars.find(isHovered))
  }
  if (selectedRow !== undefined) {
    const node_id = selected ?? null
    ring('selected', markAt(timeline, placed, view, laneOfCursor(model, { node_id, row: selectedRow }), selectedRow))
  }
  if (cursor) ring('cursor', markAt(timeline, placed, view, laneOfCursor(model, cursor), cursor.row ?? -1))
  return rings
}

function ticksOf({ timeline, gaps }: ChartModel, scale: TimeScale): Picture['ticks'] {
  const origin = timeline.span?.start ?? 0
  const ticks: Picture['ticks'][number][] = []
  const put = (from: number, to: number) => {
    for (const { at, label } of timeTicks(from - origin, to - origin, scale.perPixel * TICK_ROOM)) {
      const x = Math.round(scale.x(origin + at))
      if (x >= (ticks.at(-1)?.x ?? -Infinity) + TICK_ROOM / 2) ticks.push({ x, label })
    }
  }
  // Segment by segment between collapsed gaps: inside one, the scale is too coarse to read ticks on, and a night
  // in steps of microseconds would be millions of ticks.
  let from = scale.window.from
  for (const gap of gaps) {
    if (!gap.isFolded || gap.to <= from || gap.from >= scale.window.to) continue
    put(from, gap.from)
    from = gap.to
  }
  put(from, scale.window.to)
  return ticks
}
