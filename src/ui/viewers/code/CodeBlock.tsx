import { lazy } from 'react'
import { clipText, type TextBound } from '../text/clipText.ts'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { Viewer } from '../Viewer.tsx'
import styles from './CodeBlock.module.css'
import { visibleText } from '#src/lib/visibleText.ts'
import { WholeText } from '../text/WholeText.tsx'

const HighlightedCode = lazy(() => import('./HighlightedCode.tsx'))

/**
 * Longer code is rendered line by line while scrolling, without colours: highlighting it all at once would block the
 * page.
 */
const AT_ONCE: TextBound = { chars: 30_000, lines: 1000 }

type Props = {
  readonly code: string
  /** The language as given by the writer, `python` or `py`. Unknown languages are not highlighted. */
  readonly language?: string | undefined
  /** The text to copy, if `code` is only its beginning. */
  readonly whole?: string
  /** When the copy button is visible. `always` if the code is there to be copied. */
  readonly copy?: 'near' | 'always'
}

/** Code in monospace with colours, not wrapped, with a copy button. */
export function CodeBlock({ code, language, whole = code, copy = 'near' }: Props) {
  if (clipText(code, AT_ONCE).length < code.length) return <WholeText text={code} what={language ?? 'text'} />
  const text = visibleText(code)
  return (
    <div className={styles['code']} data-code-block>
      <div className={styles['codeCopy']} data-copy={copy}>
        <CopyText text={whole} what={language ?? 'text'} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard */}
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
