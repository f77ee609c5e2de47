/** Moments as whole microseconds since 1970, as the old writers kept them: to the microsecond, in UTC. */
export type Moment = number

export const SECOND: Moment = 1_000_000
export const MINUTE: Moment = 60 * SECOND

/** A moment of January 2026. */
export const january = (day: number, hour = 0, minute = 0, second = 0): Moment =>
  Date.UTC(2026, 0, day, hour, minute, second) * 1000

/** As SQLite wrote it: UTC without saying so, "2026-01-20 14:03:22.417093". */
export function oldTimestamp(moment: Moment): string {
  const seconds = new Date(Math.floor(moment / SECOND) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `${seconds}.${String(moment % SECOND).padStart(6, '0')}`
}
