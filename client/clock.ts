/*
 * Microseconds where the platform provides them, so that events within one millisecond keep their order and duration.
 */

/** Resync if the clock drifts by more than this, after a laptop slept or the clock was set. */
const DRIFT_MAX_MS = 50

let offset = performance.timeOrigin
let last = 0

/** Microseconds since 1970, strictly increasing with each call. */
export function nowMicros(): number {
  const ticks = performance.now()
  const wall = Date.now()
  if (Math.abs(offset + ticks - wall) > DRIFT_MAX_MS) {
    offset = wall - ticks
    last = 0
  }
  last = Math.max(last + 1, Math.floor((offset + ticks) * 1000))
  return last
}

/** `2026-01-20T09:15:00.123456Z` */
export function isoOf(micros: number): string {
  const millis = Math.floor(micros / 1000)
  return `${new Date(millis).toISOString().slice(0, -1)}${String(micros - millis * 1000).padStart(3, '0')}Z`
}
