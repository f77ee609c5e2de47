import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Link } from 'lucide-react'

/** Copies the current address: with this event open and the list's filter. */
export function CopyLink() {
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={clipboard.copied ? <Check size={12} aria-hidden /> : <Link size={12} aria-hidden />}
      aria-label="Copy link to this event"
      onClick={() => clipboard.copy(window.location.href)}
    >
      <span aria-live="polite">{clipboard.copied ? 'Link copied' : 'Copy link'}</span>
    </Button>
  )
}
