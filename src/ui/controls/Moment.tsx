import type { Timestamp } from '#contract/timestamps.ts'
import { formatExact, formatMinute, formatRelative, UNKNOWN } from '#src/lib/format.ts'
import { useNow } from '../hooks/useNow.ts'

type Props = {
  readonly at: Timestamp | null
  /** `relative` in lists, `minute` if the day matters. Both show the exact time with its zone on hover. */
  readonly form?: 'relative' | 'minute'
}

export function Moment({ at, form = 'relative' }: Props) {
  const now = useNow()
  if (at === null) return <span className="dim">{UNKNOWN}</span>
  return (
    <time dateTime={at} title={formatExact(at)} className="tabular">
      {form === 'relative' ? formatRelative(at, now) : formatMinute(at)}
    </time>
  )
}
