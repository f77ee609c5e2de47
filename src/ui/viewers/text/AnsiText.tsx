import { Fragment } from 'react'
import { classNames } from '#src/lib/classNames.ts'
import { ansiLines, PLAIN, type AnsiLine } from './ansi.ts'
import textStyles from './text.module.css'
import styles from './AnsiText.module.css'
import { visibleText } from '#src/lib/visibleText.ts'

/** Terminal output with its colours. */
export function AnsiText({ text }: { readonly text: string }) {
  return (
    <pre className={classNames(textStyles['plain'], textStyles['mono'])}>
      {ansiLines(text).map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines are identified by number
        <Fragment key={index}>
          {index > 0 && '\n'}
          <AnsiSpans line={line} />
        </Fragment>
      ))}
    </pre>
  )
}

export function AnsiSpans({ line }: { readonly line: AnsiLine }) {
  return line.map(({ text, style }, index) =>
    style === PLAIN ? (
      visibleText(text)
    ) : (
      <span
        // oxlint-disable-next-line react/no-array-index-key -- spans are identified by their index in the line
        key={index}
        className={styles['ansi']}
        data-colour={style.colour}
        data-bold={style.bold || undefined}
        data-dim={style.dim || undefined}
        data-italic={style.italic || undefined}
        data-underline={style.underline || undefined}
      >
        {visibleText(text)}
      </span>
    ),
  )
}
