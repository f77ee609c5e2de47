import { DISAGREEMENT_WORDS, type Disagreement } from '#src/lib/disagreements.ts'
import { TriangleAlert } from 'lucide-react'
import styles from './DisagreementMark.module.css'

/** Marks the name of something whose start time contradicts its recorded order. Empty if the two agree. */
export function DisagreementMark({ disagreement }: { readonly disagreement: Disagreement }) {
  if (disagreement === 'none') return null
  const words = DISAGREEMENT_WORDS[disagreement]
  return (
    <span className={styles['disagreement']} title={words}>
      <TriangleAlert size={12} aria-hidden />
      <span className="unseen">{words}</span>
    </span>
  )
}
