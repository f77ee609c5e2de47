import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { formatCount, plural } from '#src/lib/format.ts'
import { clipText, type TextBound } from './clipText.ts'
import styles from './viewers.module.css'

/** What an opened row shows of a long text before the reader asks for more. */
const DEFAULT_BOUND: TextBound = { chars: 4000, lines: 60 }

type Props = {
  readonly text: string
  readonly bound?: TextBound
  /** Draws the text, or the part of it that is shown. */
  readonly children: (shown: string) => ReactNode
}

/** A long text cut to its beginning, and the way to the whole. */
export function BoundedText({ text, bound = DEFAULT_BOUND, children }: Props) {
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? text : clipText(text, bound)
  return (
    <>
      {children(shown)}
      {(isWhole || shown.length < text.length) && (
        <div className={styles['more']}>
          {!isWhole && <span className="dim tabular">{formatCount(text.length - shown.length)} characters more</span>}
          <Button size="compact-xs" variant="default" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show less' : `Show all ${plural(text.length, 'character')}`}
          </Button>
        </div>
      )}
    </>
  )
}
