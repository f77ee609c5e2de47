import { statusToken } from '#src/theme/statusTokens.ts'
import { classNames } from '#src/lib/classNames.ts'
import styles from './StatusMark.module.css'
import { visibleText } from '#src/lib/visibleText.ts'

type Props = {
  readonly status: string
  /** Only the shape, if the word is displayed nearby or space is limited. Screen readers still get the word. */
  readonly wordless?: boolean
  readonly size?: number
}

/** A status as shape, word and colour. */
export function StatusMark({ status, wordless = false, size = 14 }: Props) {
  const { tone, word: written, Icon, turns } = statusToken(status)
  const word = visibleText(written)
  return (
    <span className={styles['mark']} data-tone={tone} title={wordless ? word : undefined}>
      <Icon size={size} strokeWidth={2.25} aria-hidden className={classNames(turns && 'turns')} />
      <span className={wordless ? 'unseen' : undefined}>{word}</span>
    </span>
  )
}
