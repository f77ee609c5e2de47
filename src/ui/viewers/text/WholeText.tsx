import { plural } from '#src/lib/format.ts'
import { useState } from 'react'
import { CopyText } from '#src/ui/controls/CopyText.tsx'
import { LineList } from './LineList.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import styles from './WholeText.module.css'

type Props = {
  readonly text: string
  /** The name of the text, for screen readers and the copy button: "text". */
  readonly what: string
  readonly as?: 'plain' | 'terminal'
  readonly lines?: 'wrapped' | 'unbroken'
}

/** A text of any length in its own scroll container, rendering only the visible part. */
export function WholeText({ text, what, as = 'plain', lines = 'unbroken' }: Props) {
  const [layout, setLayout] = useState(lines)
  return (
    <div className={styles['whole']}>
      <div className={styles['wholeHead']}>
        <span className="dim tabular">{plural(text.length, 'character')}</span>
        <TextButton onClick={() => setLayout(layout === 'wrapped' ? 'unbroken' : 'wrapped')}>
          {layout === 'wrapped' ? 'Do not wrap lines' : 'Wrap lines'}
        </TextButton>
        <CopyText text={text} what={what} />
      </div>
      <LineList key={layout} text={text} label={`Full ${what}`} as={as} lines={layout} size="block" />
    </div>
  )
}
