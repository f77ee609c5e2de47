import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { formatCount, plural } from '#src/lib/format.ts'
import { clipText, type TextBound } from './clipText.ts'
import textStyles from './text.module.css'
import { WholeText } from './WholeText.tsx'

/** How much of a long text an open row shows at first. */
const DEFAULT_BOUND: TextBound = { chars: 4000, lines: 60 }
/** A text within these limits is rendered at once on request; a longer one line by line while scrolling. */
const AT_ONCE: TextBound = { chars: 20_000, lines: 400 }

type Props = {
  readonly text: string
  readonly bound?: TextBound
  /** How a very long text is shown: prose is wrapped, code and terminal output are not. */
  readonly as?: 'prose' | 'code' | 'terminal'
  /** Renders the text, or its visible part. */
  readonly children: (shown: string) => ReactNode
}

/** A long text truncated to its beginning, with a way to show the whole, however long. */
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
        <div className={textStyles['more']}>
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
