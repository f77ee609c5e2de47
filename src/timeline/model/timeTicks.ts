import { formatDuration } from '#src/lib/format.ts'

/** A tick of the time axis. */
export type Tick = {
  /** Microseconds since the start of the axis. */
  readonly at: number
  /** Time since the start of the axis: `0`, `500 ms`, `1m 30s`. */
  readonly label: string
}

const MILLISECOND = 1000
const SECOND = 1000 * MILLISECOND
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Natural tick intervals in microseconds. Beyond days they are decimal again. */
const STEPS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MILLISECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  [1, 2, 3, 6, 12].map((n) => n * HOUR),
)

/**
 * Ticks at round times between `from` and `to`, in microseconds since the start of the axis, at least `least`
 * microseconds apart.
 */
export function timeTicks(from: number, to: number, least: number): readonly Tick[] {
  const step = stepFor(least)
  const first = Math.ceil(Math.max(0, from) / step)
  const count = Math.max(0, Math.floor(to / step) - first + 1)
  return Array.from({ length: count }, (_, index) => {
    const at = (first + index) * step
    return { at, label: labelOf(at, step) }
  })
}

/** For ticks closer than a tenth of a second, the usual format of durations would give equal labels. */
function labelOf(at: number, step: number): string {
  if (at === 0) return '0'
  if (step >= SECOND || (step >= 100 * MILLISECOND && at < 9 * SECOND) || (step >= MILLISECOND && at < SECOND))
    return formatDuration(at / MILLISECOND)
  const minutes = Math.floor(at / MINUTE)
  const digits = Math.max(0, Math.ceil(-Math.log10(step / SECOND)))
  const seconds = ((at - minutes * MINUTE) / SECOND).toFixed(digits)
  return minutes === 0 ? `${seconds} s` : `${minutes}m ${seconds.padStart(3 + digits, '0')}s`
}

function stepFor(least: number): number {
  const step = STEPS.find((candidate) => candidate >= least)
  if (step !== undefined) return step
  for (let decade = DAY; ; decade *= 10)
    for (const factor of [1, 2, 5]) if (decade * factor >= least) return decade * factor
}
