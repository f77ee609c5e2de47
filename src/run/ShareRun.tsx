import { ActionIcon } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Share2 } from 'lucide-react'

/** Copies the link to exactly what is on screen: the run, its tab, open node, filters and folds. */
export function ShareRun() {
  const { copied, copy, error } = useClipboard({ timeout: 2000 })
  const words = error ? 'The browser blocked the clipboard. Copy the address instead.' : 'Copy link to this view'
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      title={words}
      aria-label="Share"
      onClick={() => copy(window.location.href)}
    >
      {copied ? <Check size={15} aria-hidden /> : <Share2 size={15} aria-hidden />}
      <span className="unseen" aria-live="polite">
        {copied ? 'Link copied' : error ? words : ''}
      </span>
    </ActionIcon>
  )
}
