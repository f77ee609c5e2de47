import { CircleX } from 'lucide-react'
import type { StatusTone } from '#src/theme/statusTokens.ts'
import type { Bar } from './layoutTimeline.ts'
import styles from './TimeBar.module.css'

/** Pixels: the least that a bar is painted, so that what took no time can still be seen and hit. */
const LEAST = 8

/** The axis ends the least width before its cell does, so that a bar at the very end still fits. */
export const leftOf = (fraction: number): string => `calc(${fraction} * (100% - ${LEAST}px))`

type Props = {
  readonly bar: Bar
  readonly tone: StatusTone
  readonly level: 'lane' | 'event'
  readonly errorMarks: readonly number[]
}

/** One bar on the time axis, with the places of its errors. The words for it stand in the cell around it. */
export function TimeBar({ bar, tone, level, errorMarks }: Props) {
  return (
    <>
      <span
        className={styles['bar']}
        data-tone={tone}
        data-shape={bar.shape}
        data-level={level}
        style={{ left: leftOf(bar.left), width: `max(${LEAST}px, ${leftOf(bar.width)})` }}
        aria-hidden
      />
      {errorMarks.map((at) => (
        <CircleX key={at} className={styles['error']} style={{ left: leftOf(at) }} size={12} aria-hidden />
      ))}
    </>
  )
}
