import { formatDuration } from '#src/lib/format.ts'

/** A line of the time axis. */
export type Tick = {
  /** Fraction of the span. */
  readonly at: number
  /** Time since the run's beginning: `0`, `500 ms`, `1m 30s`. */
  readonly label: string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds between two ticks that people count in. Beyond days they are decimal again. */
const STEPS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  [1, 2, 3, 6, 12].map((n) => n * HOUR),
)

/**
 * Ticks for an axis that begins at the run's beginning and is `span` milliseconds long: at most `most` of them besides
 * the first, at the smallest round step for which they fit. A span below a millisecond has the first tick only.
 */
export function timeTicks(span: number, most: number): readonly Tick[] {
  const step = stepFor(span / Math.max(1, most))
  const count = span > 0 ? Math.floor(span / step) : 0
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: index === 0 ? 0 : (index * step) / span,
    label: index === 0 ? '0' : formatDuration(index * step),
  }))
}

function stepFor(least: number): number {
  const step = STEPS.find((candidate) => candidate >= least)
  if (step !== undefined) return step
  for (let decade = DAY; ; decade *= 10)
    for (const factor of [1, 2, 5]) if (decade * factor >= least) return decade * factor
}
