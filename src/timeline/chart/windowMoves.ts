import type { TimeWindow } from '#src/navigation/runViewState.ts'
import type { IdleGap } from '../model/idleGaps.ts'
import type { Span } from '../model/times.ts'
import { timeScale, windowAround, type TimeScale } from '../model/timeScale.ts'

/** Minimum microseconds per pixel: below this, floating-point numbers of this size cannot distinguish times. */
const PER_PIXEL_MIN = 1

/** What windows move over; `folded` is sorted by time. */
export type Ground = { readonly span: Span; readonly width: number; readonly folded: readonly IdleGap[] }

/** In all of these, undefined means the whole. */
type Window = TimeWindow | undefined

export const wholeOf = ({ span }: Ground): TimeWindow => ({ from: span.start, to: span.end })

export const scaleOf = (ground: Ground, window: Window): TimeScale =>
  timeScale(window ?? wholeOf(ground), ground.width, ground.folded)

/**
 * Scales the visible time by `factor`, keeping the time at pixel `x` in place, or moving it to pixel `to`. Below 1 it
 * zooms in.
 */
export function zoomed(ground: Ground, window: Window, x: number, factor: number, to = x): Window {
  const scale = scaleOf(ground, window)
  const perPixel = Math.max(PER_PIXEL_MIN, scale.perPixel * factor)
  if (perPixel >= scaleOf(ground, undefined).perPixel) return undefined
  return within(ground, windowAround(scale.t(x), to, perPixel, ground.width, ground.folded))
}

/** Moves the content by `pixels` to the right, within the bounds of the span. */
export function panned(ground: Ground, window: Window, pixels: number): Window {
  if (window === undefined) return undefined
  const scale = scaleOf(ground, window)
  const most = Math.max(0, -scale.x(ground.span.start))
  const least = Math.min(0, ground.width - scale.x(ground.span.end))
  const by = Math.max(least, Math.min(most, pixels))
  return by === 0 ? window : { from: scale.t(-by), to: scale.t(ground.width - by) }
}

/** Restricts a window to the span: shifted inside if it exceeds the span, the whole if it is larger. */
export function within(ground: Ground, window: TimeWindow): Window {
  const { span } = ground
  if (window.from <= span.start && window.to >= span.end) return undefined
  if (window.to <= span.start || window.from >= span.end) return undefined
  if (window.from >= span.start && window.to <= span.end) return window
  const length = window.to - window.from
  return window.from < span.start
    ? { from: span.start, to: Math.min(span.end, span.start + length) }
    : { from: Math.max(span.start, span.end - length), to: span.end }
}

/** Moves the window as little as possible to show `from` to `to`; not at all if a part is visible. */
export function revealed(ground: Ground, window: Window, from: number, to: number): Window {
  if (window === undefined || (to >= window.from && from <= window.to)) return window
  const length = window.to - window.from
  const middle = Math.max(from, Math.min(to, from + length / 4))
  return within(ground, { from: middle - length / 2, to: middle + length / 2 })
}

/** Whole microseconds, as in a link. */
export const rounded = (window: Window): Window =>
  window && { from: Math.floor(window.from), to: Math.max(Math.ceil(window.to), Math.floor(window.from) + 1) }
