import { plural } from '#src/lib/format.ts'
import { SegmentedControl } from '@mantine/core'
import { X } from 'lucide-react'
import styles from './MessagesToolbar.module.css'

const FORMS = [
  { value: 'chat', label: 'Chat' },
  { value: 'sequence', label: 'Sequence' },
] as const
type Form = (typeof FORMS)[number]['value']

type Props = {
  readonly as: Form
  /** Undefined until it is known. */
  readonly total: number | undefined
  /** The names of the two nodes that the list is filtered by. */
  readonly between: readonly [from: string, to: string] | undefined
  readonly onForm: (as: Form) => void
  readonly onAll: () => void
}

export function MessagesToolbar({ as, total, between, onForm, onAll }: Props) {
  return (
    <div className={styles['toolbar']}>
      <SegmentedControl<Form> size="xs" aria-label="Message view" value={as} onChange={onForm} data={[...FORMS]} />
      <span role="status" className="tabular">
        {total === undefined ? '' : plural(total, 'message')}
      </span>
      {between && (
        <span className={styles['chip']}>
          <span className="ellipsis">
            Between <bdi>{between[0]}</bdi> and <bdi>{between[1]}</bdi>
          </span>
          <button type="button" aria-label="Show all messages of this run" title="Show all messages" onClick={onAll}>
            <X size={13} aria-hidden />
          </button>
        </span>
      )}
    </div>
  )
}
