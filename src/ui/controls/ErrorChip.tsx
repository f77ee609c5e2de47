import { CircleX } from 'lucide-react'
import { formatCompact, plural } from '#src/lib/format.ts'
import styles from './ErrorChip.module.css'

/**
 * A compact error count: a cross and the number, with the word for screen readers and on hover. Renders nothing for
 * zero.
 */
export function ErrorChip({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <span className={styles['chip']} title={plural(count, 'error')}>
      <CircleX size={11} aria-hidden />
      {formatCompact(count)} <span className="unseen">{count === 1 ? 'error' : 'errors'}</span>
    </span>
  )
}
