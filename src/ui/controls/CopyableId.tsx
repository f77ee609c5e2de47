import { CopyButton, UnstyledButton } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { shortId } from '#src/lib/format.ts'
import styles from './CopyableId.module.css'

type Props = {
  /** The object of the button's name: "run id". */
  readonly what: string
  readonly id: string
}

/** A shortened id that shows the full id on hover and copies it on click. */
export function CopyableId({ what, id }: Props) {
  return (
    <CopyButton value={id} timeout={1500}>
      {({ copied, copy }) => (
        <UnstyledButton className={styles['id']} onClick={copy} title={`${id}: copy`} aria-label={`Copy ${what} ${id}`}>
          <span className="mono ellipsis">{shortId(id)}</span>
          {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
          <span className="unseen" aria-live="polite">
            {copied ? 'copied' : ''}
          </span>
        </UnstyledButton>
      )}
    </CopyButton>
  )
}
