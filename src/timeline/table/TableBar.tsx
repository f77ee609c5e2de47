import type { StatusTone } from '#src/theme/statusTokens.ts'
import { barEnd, type Span, type Times } from '../model/times.ts'
import styles from './TableBar.module.css'

/** Minimum width of a bar in pixels, so that items without duration are visible. */
const LEAST = 8

/** The axis ends one minimum width before its cell, so that a bar at the very end still fits. `fraction`: 0 to 1. */
export const leftOf = (fraction: number): string => `calc(${fraction} * (100% - ${LEAST}px))`

type Props = {
  readonly times: Times
  readonly span: Span
  readonly tone: StatusTone
  readonly level: 'lane' | 'event'
}

/** One bar on the time axis of the table. The adjacent cells contain its description. */
export function TableBar({ times, span, tone, level }: Props) {
  const fraction = (time: number) => (time - span.start) / (span.end - span.start)
  const left = fraction(times.start)
  const width = fraction(barEnd(times, span.end)) - left
  return (
    <span
      className={styles['bar']}
      data-tone={tone}
      data-shape={times.shape}
      data-level={level}
      style={{ left: leftOf(left), width: `max(${LEAST}px, ${leftOf(width)})` }}
      aria-hidden
    />
  )
}
