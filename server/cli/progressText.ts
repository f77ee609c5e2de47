import type { OldSize } from '#server/import/OldSource.ts'
import { grouped } from '#server/lib/grouped.ts'

const BAR_WIDTH = 24
/** A rate over less time than this says nothing. */
const RATE_AFTER_MS = 500

/** `[########----------------] 33 %  210,000 of 635,000 events  21,500/s  20 s left` after `elapsed_ms` milliseconds. */
export function progressText(read: OldSize, total: OldSize, elapsed_ms: number): string {
  // Events are the work; a database without any is measured by its runs.
  const [done, all, unit] = total.events > 0 ? [read.events, total.events, 'events'] : [read.runs, total.runs, 'runs']
  const share = all === 0 ? 1 : Math.min(1, done / all)
  const filled = Math.round(share * BAR_WIDTH)
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${Math.floor(share * 100)} %`
  const counts = `${grouped(done)} of ${grouped(all)} ${unit}`
  if (elapsed_ms < RATE_AFTER_MS || done === 0) return `${bar}  ${counts}`
  const perSecond = (done * 1000) / elapsed_ms
  return `${bar}  ${counts}  ${grouped(Math.round(perSecond))}/s  ${timeLeft((all - done) / perSecond)}`
}

function timeLeft(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  if (whole < 60) return `${whole} s left`
  const minutes = Math.ceil(whole / 60)
  return minutes < 60 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`
}
