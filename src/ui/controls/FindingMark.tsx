import { TriangleAlert } from 'lucide-react'
import { formatCompact, plural } from '#src/lib/format.ts'
import styles from './FindingMark.module.css'

/**
 * A compact count of a run's findings: a neutral warning sign and the number, with the words for screen readers and
 * on hover.
 */
export function FindingMark({ count }: { readonly count: number | null }) {
  if (count === null || count === 0) return null
  const words = `${plural(count, 'finding')}: mixed rows, broken references or contradictions`
  return (
    <span className={styles['mark']} title={words}>
      <TriangleAlert size={10} aria-hidden />
      {formatCompact(count)}{' '}
      <span className="unseen">{count === 1 ? 'finding' : 'findings'} in the integrity report</span>
    </span>
  )
}
