import { UnstyledButton } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import styles from './NewsChip.module.css'

type Props = {
  /** "3 new events"; undefined if there is nothing new. */
  readonly words: string | undefined
  /** Where the new rows will appear. At the end, the chip overlays the list, which must be positioned. */
  readonly at: 'top' | 'end'
  readonly onShow: () => void
}

/** Announces new rows and shows them only on request, so that nothing moves while being read. */
export function NewsChip({ words, at, onShow }: Props) {
  const Icon = at === 'top' ? ArrowUp : ArrowDown
  return (
    // Always rendered: a live region announces changes only if it already exists.
    <span className={styles['place']} data-at={at} aria-live="polite">
      {words !== undefined && (
        <UnstyledButton className={styles['chip'] ?? ''} title="Show changes" onClick={onShow}>
          <Icon size={12} aria-hidden />
          {words}
        </UnstyledButton>
      )}
    </span>
  )
}
