import type { Timestamp } from '#contract/timestamps.ts'

/** The canonical text of a moment in microseconds since 1970, such as a column holds or a start plus a duration makes. */
export function timestampOf(microseconds: number): Timestamp {
  const milliseconds = Math.floor(microseconds / 1000)
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`
}
