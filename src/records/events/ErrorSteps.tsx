import { formatCount } from '#src/lib/format.ts'
import { ActionIcon, Button } from '@mantine/core'
import { ChevronDown, ChevronUp } from 'lucide-react'
import styles from './ErrorSteps.module.css'

type Props = {
  /** Whether any error is loaded; in a long run, the first may not be yet. */
  readonly hasFirst: boolean
  /** Number of errors among the filtered rows. */
  readonly count: number
  /** The index of the current error. */
  readonly at: number | undefined
  readonly onStep: (step: 1 | -1) => void
  readonly onFirst: () => void
}

/** Steps from error to error, wrapping around at the ends. */
export function ErrorSteps({ hasFirst, count, at, onStep, onFirst }: Props) {
  return (
    <span className={styles['steps']}>
      <span role="status" className={styles['stepped']}>
        {at !== undefined && `error ${formatCount(at + 1)} of ${formatCount(count)}`}
      </span>
      <ActionIcon.Group>
        <ActionIcon
          size="md"
          variant="default"
          disabled={count === 0}
          aria-label="Previous error"
          title="Previous error (p in the list)"
          onClick={() => onStep(-1)}
        >
          <ChevronUp size={14} aria-hidden />
        </ActionIcon>
        <ActionIcon
          size="md"
          variant="default"
          disabled={count === 0}
          aria-label="Next error"
          title="Next error (n in the list)"
          onClick={() => onStep(1)}
        >
          <ChevronDown size={14} aria-hidden />
        </ActionIcon>
      </ActionIcon.Group>
      <Button size="compact-sm" variant="default" disabled={!hasFirst} onClick={onFirst}>
        First failure
      </Button>
    </span>
  )
}
