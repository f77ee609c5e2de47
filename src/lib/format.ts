import { clockZone, type ClockZone } from './clockZone.ts'
import { microsecondsOf, type Timestamp } from '#contract/timestamps.ts'

/** Shown for an unknown value. Never NaN, Invalid Date, undefined or -1. */
export const UNKNOWN = '–'

const pad = (value: number): string => String(value).padStart(2, '0')

/** `320 ms`, `4.2 s`, `1m 04s`, `2h 05m`, `3d 04h`, `150d`, `12 y`. A missing or negative duration is unknown. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds) || milliseconds < 0)
    return UNKNOWN
  if (milliseconds < 1) return milliseconds === 0 ? '0 ms' : '<1 ms'
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`
  const hours = Math.round(seconds / 3600)
  if (hours < 2400) return `${Math.floor(hours / 24)}d ${pad(hours % 24)}h`
  const days = Math.round(hours / 24)
  if (days < 1000) return `${days}d`
  const years = Math.round(days / 365.25)
  return years < 10_000 ? `${years} y` : '>9999 y'
}

/** `8 s`, `1m 04s`: a running time, in whole elapsed seconds. */
export const formatSeconds = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000)
  return seconds < 10 ? `${seconds} s` : formatDuration(seconds * 1000)
}

const COUNT = new Intl.NumberFormat('en')
/** `12,431`. */
export const formatCount = (count: number): string => COUNT.format(count)

/** `1 event`, `12,431 events`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
/** `950`, `12.4K`, `1.3M`; for chips, with the exact number in a title. */
export const formatCompact = (count: number): string => COMPACT.format(count)

/** `512 B`, `1.5 kB`, `5.0 MB`, in powers of 1000. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes) || bytes < 0) return UNKNOWN
  if (bytes < 1000) return `${bytes} B`
  let value = bytes / 1000
  for (const unit of ['kB', 'MB', 'GB']) {
    if (value < 999.95) return `${value.toFixed(1)} ${unit}`
    value /= 1000
  }
  return `${value.toFixed(1)} TB`
}

/** `$0.0123`, `$1.50`: four digits below a dollar, the usual range of agents' costs. */
export function formatCost(usd: number | null | undefined): string {
  if (usd === null || usd === undefined || !Number.isFinite(usd) || usd < 0) return UNKNOWN
  if (usd > 0 && usd < 0.0001) return '<$0.0001'
  return usd < 1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const STEPS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** `3 min. ago`, `yesterday`; `now` in milliseconds since 1970. */
export function formatRelative(timestamp: Timestamp, now: number): string {
  const seconds = microsecondsOf(timestamp) / 1e6 - now / 1000
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit)
  }
  return Math.abs(seconds) < 10 ? 'just now' : RELATIVE.format(Math.trunc(seconds), 'second')
}

/** `2026-01-20 10:15:00.123456 UTC+1`, by the clock that the reader chose, with the recorded microseconds. */
export function formatExact(timestamp: Timestamp): string {
  const date = dateOf(timestamp)
  return `${dayIn(date)} ${clockIn(date)}.${timestamp.slice(-7, -1)} ${zoneName(date)}`
}

/** `2026-01-20 10:15 UTC+1`, by the clock that the reader chose. */
export function formatMinute(timestamp: Timestamp): string {
  const date = dateOf(timestamp)
  return `${dayIn(date)} ${clockIn(date).slice(0, 5)} ${zoneName(date)}`
}

/** `2026-01-20`, by the clock that the reader chose. */
export const formatDay = (timestamp: Timestamp): string => dayIn(dateOf(timestamp))

/** `10:15:00.123`, by the clock that the reader chose: for rows below a heading with their day or zone. */
export const formatClock = (timestamp: Timestamp): string => `${clockIn(dateOf(timestamp))}.${timestamp.slice(-7, -4)}`

/** `UTC+1`, `UTC−3:30`: the zone of a moment, by the clock that the reader chose. */
export function zoneName(date: Date, zone = clockZone()): string {
  const minutes = zone === 'utc' ? 0 : -date.getTimezoneOffset()
  if (minutes === 0) return 'UTC'
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${pad(rest)}`}`
}

/** The zone of the present moment, for heads of columns: rows of another season may differ by an hour, and say so on hover. */
export const currentZone = (zone?: ClockZone): string => zoneName(new Date(), zone)

const dateOf = (timestamp: Timestamp): Date => new Date(microsecondsOf(timestamp) / 1000)

/** The day and the time of day of a moment: `2026-01-20` and `10:15:00`. */
const dayIn = (date: Date): string => shifted(date).slice(0, 10)
const clockIn = (date: Date): string => shifted(date).slice(11, 19)

function shifted(date: Date): string {
  const offset = clockZone() === 'utc' ? 0 : date.getTimezoneOffset()
  return new Date(date.getTime() - offset * 60_000).toISOString()
}

/** The first eight characters of a UUID; other ids are names and stay as they are. */
export const shortId = (id: string): string => (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? id.slice(0, 8) : id)

/** `waiting_approval` → `waiting approval`. */
export const spoken = (word: string): string => word.replaceAll('_', ' ')

/** `a`, `a and b`, `a, b and c`; undefined for none. */
export function listInWords(parts: readonly string[]): string | undefined {
  const last = parts.at(-1)
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}
