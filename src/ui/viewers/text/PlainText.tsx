import { classNames } from '#src/lib/classNames.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from '../viewers.module.css'

type Props = {
  readonly text: string
  /** `prose` in the app's type, `mono` as a terminal or an editor would show it. */
  readonly face?: 'prose' | 'mono'
}

/** Text as it is, with its own line ends, wrapped where it is too wide. Nothing in it is markup. */
export function PlainText({ text, face = 'mono' }: Props) {
  return <pre className={classNames(styles['plain'], styles[face])}>{visibleText(text)}</pre>
}
