import { lazy } from 'react'
import { clipText, type TextBound } from '../text/clipText.ts'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { Viewer } from '../Viewer.tsx'
import styles from '../viewers.module.css'
import { visibleText } from '#src/lib/visibleText.ts'
import { WholeText } from '../text/WholeText.tsx'

const HighlightedCode = lazy(() => import('./HighlightedCode.tsx'))

/** Beyond this code is drawn line by line as it is scrolled, and without colours: to make them all at once would hold up the page. */
const AT_ONCE: TextBound = { chars: 30_000, lines: 1000 }

type Props = {
  readonly code: string
  /** As the writer called it, `python` or `py`; without colours where it is unknown. */
  readonly language?: string | undefined
  /** What is copied where `code` is only its beginning. */
  readonly whole?: string
  /** When the copy button is seen: where the code is there to be copied, always. */
  readonly copy?: 'near' | 'always'
}

/** Code in monospace with colours, not wrapped, with a copy button. */
export function CodeBlock({ code, language, whole = code, copy = 'near' }: Props) {
  if (clipText(code, AT_ONCE).length < code.length) return <WholeText text={code} what={language ?? 'text'} />
  const text = visibleText(code)
  return (
    <div className={styles['code']}>
      <div className={styles['codeCopy']} data-copy={copy}>
        <CopyText text={whole} what={language ?? 'text'} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <pre className={styles['codeText']} tabIndex={0} role="region" aria-label={`${language ?? 'Text'} code`}>
        {language === undefined ? (
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
