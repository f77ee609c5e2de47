import { ActionIcon, CopyButton } from '@mantine/core'
import { Check, Copy } from 'lucide-react'

type Props = {
  readonly text: string
  /** The object of the button's name: "code". */
  readonly what: string
}

/** A small button that copies a text exactly as it was recorded. */
export function CopyText({ text, what }: Props) {
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <ActionIcon size="sm" variant="default" onClick={copy} aria-label={`Copy ${what}`} title={`Copy ${what}`}>
          {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
          <span className="unseen" aria-live="polite">
            {copied ? 'copied' : ''}
          </span>
        </ActionIcon>
      )}
    </CopyButton>
  )
}
