import { UnstyledButton } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import styles from './NewsChip.module.css'

type Props = {
  /** "3 new events"; undefined where there is nothing new. */
  readonly words: string | undefined
  /** Where the new rows will stand. At the end, the chip lies over what is there, which must be positioned. */
  readonly at: 'top' | 'end'
  readonly onShow: () => void
}

/** Says that there is something new, and shows it only when asked to, so that nothing moves that is being read. */
export function NewsChip({ words, at, onShow }: Props) {
  const Icon = at === 'top' ? ArrowUp : ArrowDown
  return (
    // Always there: what is announced must change within an element that was there before.
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
