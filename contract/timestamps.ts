import * as z from 'zod/mini'

const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/

/**
 * A time in UTC with exactly six fractional digits, `2026-01-20T09:15:00.123456Z`. It stays text from the database to
 * the screen, because a JavaScript `Date` only has millisecond precision. Canonical texts sort chronologically.
 */
export const Timestamp = z
  .string()
  .check(z.regex(CANONICAL, { error: 'a timestamp must look like 2026-01-20T09:15:00.123456Z' }))
export type Timestamp = z.output<typeof Timestamp>

const LOOSE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i

/** The most common format of a UTC time, with days 1 to 28 only, so that it can be parsed without a calendar. */
const USUAL =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|\+00(?::?00)?)?$/
const FRACTION_AT = '2026-01-20T09:15:00.'.length

/**
 * Parses ISO 8601 as people and old databases write it: `T` or a space, 0 to 9 fractional digits (truncated to six),
 * and `Z`, an offset, or nothing, which means UTC. Returns the canonical form, or undefined if the text is not a time
 * between the years 0001 and 9999.
 */
export function canonicalTimestamp(text: string): Timestamp | undefined {
  // An import parses three times per event, and one `Date` costs more than everything else an event needs. Fields
  // are read by position, because a match array would be allocated for nothing.
  if (USUAL.test(text)) {
    const zone = text.search(/[Z+]/)
    const fraction = text.slice(FRACTION_AT, zone < 0 ? undefined : zone)
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(6, '0')}Z`
  }
  const match = LOOSE.exec(text.trim())
  if (!match) return undefined
  const [, date = '', time = '00:00:00', fraction = '', zone = 'Z'] = match
  const clock = time.length === 5 ? `${time}:00` : time
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`
  const wall = new Date(`${date}T${clock}Z`)
  // `Date` turns 30 February into 2 March; formatting it again reveals that.
  if (Number.isNaN(wall.getTime()) || wall.toISOString().slice(0, 19) !== `${date}T${clock}`) return undefined
  const moment = new Date(`${date}T${clock}${offset}`)
  if (Number.isNaN(moment.getTime())) return undefined
  const seconds = moment.toISOString().slice(0, -5)
  const canonical = `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
  return CANONICAL.test(canonical) && !canonical.startsWith('0000') ? canonical : undefined
}

/** Whole microseconds since 1970. Exact up to the year 2255, where 2^53 is exceeded. */
export function microsecondsOf(timestamp: Timestamp): number {
  // Most times are on the same day as the previous one, and creating a `Date` costs more than everything else
  // here.
  const day = timestamp.slice(0, 10)
  if (day !== latestDay.text) latestDay = { text: day, us: Date.parse(day) * 1000 }
  const minutes = digits(timestamp, 11, 13) * 60 + digits(timestamp, 14, 16)
  return latestDay.us + (minutes * 60 + digits(timestamp, 17, 19)) * 1_000_000 + digits(timestamp, 20, 26)
}

/** The last day parsed. */
let latestDay = { text: '', us: NaN }

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

/** The canonical text of a time in whole microseconds since 1970, from a column or from a start plus a duration. */
export function timestampOf(microseconds: number): Timestamp {
  const seconds = Math.floor(microseconds / 1_000_000)
  // Times mostly arrive in order, and creating a `Date` costs more than everything else here.
  if (seconds !== latest.seconds) latest = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, -5) }
  return `${latest.text}.${String(microseconds - seconds * 1_000_000).padStart(6, '0')}Z`
}

/** The last second formatted, without its fraction. */
let latest = { seconds: NaN, text: '' }

/**
 * A hundred years. A longer duration is a writer's mistake, and would end at a date that no calendar can represent.
 */
export const DURATION_MAX_MS = 100 * 365.25 * 86_400_000

/** Milliseconds from `start` to `end`, with microseconds as the fraction. Negative if a clock ran backwards. */
export function millisecondsBetween(start: Timestamp, end: Timestamp): number {
  return (microsecondsOf(end) - microsecondsOf(start)) / 1000
}
