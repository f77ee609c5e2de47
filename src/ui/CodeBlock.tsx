import { lazy } from 'react'
import { CopyText } from './CopyText.tsx'
import { Viewer } from './Viewer.tsx'
import styles from './viewers.module.css'
import { visibleText } from './visibleText.ts'

const HighlightedCode = lazy(() => import('./HighlightedCode.tsx'))

/** Characters beyond which code is shown without colours: highlighting them would hold up the page. */
const HIGHLIGHT_MAX = 200_000

type Props = {
  readonly code: string
  /** As the writer called it, `python` or `py`; without colours where it is unknown. */
  readonly language?: string | undefined
  /** What is copied where `code` is only its beginning. */
  readonly whole?: string
}

/** Code in monospace with colours, never wrapped, with a copy button. */
export function CodeBlock({ code, language, whole = code }: Props) {
  const text = visibleText(code)
  return (
    <div className={styles['code']}>
      <div className={styles['codeCopy']}>
        <CopyText text={whole} what={language ?? 'text'} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <pre className={styles['codeText']} tabIndex={0} role="region" aria-label={`${language ?? 'Text'} code`}>
        {language === undefined || text.length > HIGHLIGHT_MAX ? (
          <code>{text}</code>
        ) : (
          <Viewer plainly={<code>{text}</code>}>
            <HighlightedCode code={text} language={language} />
          </Viewer>
        )}
      </pre>
    </div>
  )
}
