import type { TimeWindow } from '#src/navigation/runViewState.ts'

/** A period shown with a small fixed width, whatever its duration; `from` < `to`. */
type Folded = { readonly from: number; readonly to: number }

/**
 * Converts between microseconds since 1970 and pixels from the left edge of the window. Also works outside the
 * window.
 */
export type TimeScale = {
  readonly window: TimeWindow
  readonly width: number
  /** Microseconds per pixel outside collapsed periods. */
  readonly perPixel: number
  readonly x: (time: number) => number
  readonly t: (x: number) => number
}

/** Width of a collapsed period in pixels, and the maximum fraction of the width for all visible ones. */
export const FOLD_WIDTH = 28
const FOLDS_SHARE = 0.5

/**
 * A piecewise linear scale that shows `window` in `width` pixels. O(log folds) per value.
 *
 * @param folded sorted and disjoint.
 */
export function timeScale(window: TimeWindow, width: number, folded: readonly Folded[]): TimeScale {
  const { passed } = folds(folded)
  const [a, b] = [passed(window.from), passed(window.to)]
  const count = b.count - a.count
  const foldWidth = count > 0 ? Math.min(FOLD_WIDTH, (width * FOLDS_SHARE) / count) : FOLD_WIDTH
  const time = window.to - window.from - (b.time - a.time)
  // A window inside a collapsed period contains no other time to scale.
  const perPixel = Math.max(time, 1) / Math.max(1, width - count * foldWidth)
  return { window, width, ...scaleFrom(window.from, perPixel, foldWidth, folded) }
}

/** The window of `width` pixels with `perPixel` microseconds per pixel and `time` at `x`. */
export function windowAround(
  time: number,
  x: number,
  perPixel: number,
  width: number,
  folded: readonly Folded[],
): TimeWindow {
  const around = scaleFrom(time, perPixel, FOLD_WIDTH, folded)
  return { from: around.t(-x), to: around.t(width - x) }
}

/** `origin` is at pixel 0. */
function scaleFrom(origin: number, perPixel: number, foldWidth: number, folded: readonly Folded[]) {
  const { passed, timeBefore } = folds(folded)
  /** Pixels from an `origin` before all collapsed periods. */
  const position = (time: number) => {
    const { time: hidden, count } = passed(time)
    return (time - origin - hidden) / perPixel + count * foldWidth
  }
  const left = position(origin)
  return {
    perPixel,
    x: (time: number) => position(time) - left,
    t: (x: number) => {
      const at = x + left
      const startOf = (fold: number) =>
        ((folded[fold]?.from ?? 0) - origin - (timeBefore[fold] ?? 0)) / perPixel + fold * foldWidth
      const fold = lastWhere(folded.length, (each) => startOf(each) <= at)
      const stretch = folded[fold]
      if (!stretch) return origin + at * perPixel
      const part = (at - startOf(fold)) / foldWidth
      if (part < 1) return stretch.from + part * (stretch.to - stretch.from)
      return origin + (at - (fold + 1) * foldWidth) * perPixel + (timeBefore[fold + 1] ?? 0)
    },
  }
}

function folds(folded: readonly Folded[]) {
  const timeBefore = [0]
  for (const { from, to } of folded) timeBefore.push((timeBefore.at(-1) ?? 0) + to - from)
  /** The collapsed time, and the number of collapsed periods, before a time; fractional inside one. */
  const passed = (time: number): { readonly time: number; readonly count: number } => {
    const fold = lastWhere(folded.length, (each) => (folded[each]?.from ?? 0) <= time)
    const stretch = folded[fold]
    if (!stretch) return { time: 0, count: 0 }
    const inside = Math.min(time, stretch.to) - stretch.from
    return { time: (timeBefore[fold] ?? 0) + inside, count: fold + inside / (stretch.to - stretch.from) }
  }
  return { passed, timeBefore }
}

/**
 * The last index below `count` for which `isBefore` holds, which must hold for all indexes before it; -1 if none.
 */
function lastWhere(count: number, isBefore: (place: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low - 1
}
