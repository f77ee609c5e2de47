import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { formatCount, plural } from '#src/lib/format.ts'
import { clipText, type TextBound } from './clipText.ts'
import styles from '../viewers.module.css'
import { WholeText } from './WholeText.tsx'

/** What an opened row shows of a long text before the reader asks for more. */
const DEFAULT_BOUND: TextBound = { chars: 4000, lines: 60 }
/** A text within these is drawn at once when it is asked for whole; beyond them line by line as it is scrolled. */
const AT_ONCE: TextBound = { chars: 20_000, lines: 400 }

type Props = {
  readonly text: string
  readonly bound?: TextBound
  /** How the whole of a very long text is shown; prose is wrapped, code and what a terminal printed are not. */
  readonly as?: 'prose' | 'code' | 'terminal'
  /** Draws the text, or the part of it that is shown. */
  readonly children: (shown: string) => ReactNode
}

/** A long text cut to its beginning, and the way to the whole, however long it is. */
export function BoundedText({ text, bound = DEFAULT_BOUND, as = 'prose', children }: Props) {
  const [isWhole, setIsWhole] = useState(false)
  const beginning = clipText(text, bound)
  const isShort = clipText(text, AT_ONCE).length === text.length
  return (
    <>
      {!isWhole && children(beginning)}
      {isWhole && isShort && children(text)}
      {isWhole && !isShort && (
        <WholeText
          text={text}
          what="text"
          as={as === 'terminal' ? 'terminal' : 'plain'}
          lines={as === 'prose' ? 'wrapped' : 'unbroken'}
        />
      )}
      {beginning.length < text.length && (
        <div className={styles['more']}>
          {!isWhole && (
            <span className="dim tabular">{formatCount(text.length - beginning.length)} characters more</span>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show less' : `Show all ${plural(text.length, 'character')}`}
          </Button>
        </div>
      )}
    </>
  )
}
