import { classNames } from '#src/lib/classNames.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import textStyles from './text.module.css'
import styles from './PlainText.module.css'

type Props = {
  readonly text: string
  /** `prose` in the app's font, `mono` in a monospace font. */
  readonly face?: 'prose' | 'mono'
}

/** Text with its own line breaks, wrapped if too wide. Never interpreted as markup. */
export function PlainText({ text, face = 'mono' }: Props) {
  return (
    <pre className={classNames(textStyles['plain'], face === 'prose' ? styles['prose'] : textStyles['mono'])}>
      {visibleText(text)}
    </pre>
  )
}
