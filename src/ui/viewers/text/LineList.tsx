import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { plural } from '#src/lib/format.ts'
import { classNames } from '#src/lib/classNames.ts'
import { ansiSpans, ansiStyleAt } from './ansi.ts'
import { AnsiSpans } from './AnsiText.tsx'
import styles from './LineList.module.css'
import { textRows, type TextRow } from './textRows.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** Height of a line in pixels; keep in sync with LineList.module.css. */
const LINE_HEIGHT = 19
/** Estimated characters per wrapped line until it is measured. */
const WRAPPED_CHARS = 90
const wrappedHeight = (chars: number) => Math.max(1, Math.ceil(chars / WRAPPED_CHARS)) * LINE_HEIGHT

type Props = {
  readonly text: string
  /** A label for screen readers: "Lines of the file". */
  readonly label: string
  /** `terminal` renders colours; `plain` shows every control character. */
  readonly as?: 'plain' | 'terminal'
  /** `wrapped` for prose; `unbroken` scrolls sideways, for code and logs. */
  readonly lines?: 'wrapped' | 'unbroken'
  /** `fill` takes the available height, `block` its own up to a screenful. */
  readonly size?: 'fill' | 'block'
}

/**
 * Text as a virtual list of numbered lines. Very long lines are split into pieces, so that five megabytes scroll
 * smoothly.
 */
export function LineList({ text, label, as = 'plain', lines = 'unbroken', size = 'fill' }: Props) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => textRows(text), [text])
  const styleAt = useMemo(() => ansiStyleAt(text), [text])
  const isWrapped = lines === 'wrapped'
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scrollRef.current,
    estimateSize: (index) => (isWrapped ? wrappedHeight(rows.lengthOf(index)) : LINE_HEIGHT),
    overscan: 20,
  })
  const shown = virtualizer.getVirtualItems()
  const contentOf = ({ start, end }: TextRow) => {
    const piece = text.slice(start, end)
    return as === 'terminal' ? <AnsiSpans line={ansiSpans(piece, styleAt(start)).spans} /> : visibleText(piece)
  }
  const gutter = `${String(rows.lineCount).length}ch`
  return (
    <>
      <div
        ref={scrollRef}
        className={classNames(styles['scroll'], styles[size])}
        role="region"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard
        tabIndex={0}
      >
        <div
          className={classNames(styles['spacer'], isWrapped && styles['wrapped'])}
          style={{ height: virtualizer.getTotalSize() }}
        >
          <div style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
            {shown.map(({ index }) => {
              const row = rows.at(index)
              return (
                <div
                  key={index}
                  data-index={index}
                  ref={isWrapped ? virtualizer.measureElement : undefined}
                  className={styles['line']}
                >
                  <span className={styles['number']} aria-hidden style={{ width: gutter }}>
                    {row.isContinued ? '' : row.line + 1}
                  </span>
                  <span className={styles['text']}>
                    {contentOf(row)}
                    {row.goesOn && (
                      <span className={styles['goesOn']} title="This line continues in the next row." aria-hidden>
                        ↩
                      </span>
                    )}
                  </span>
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {rows.left > 0 && (
        <p className={styles['left']}>
          The last {plural(rows.left, 'character')} are hidden: too many lines for the browser to scroll.
        </p>
      )}
    </>
  )
}
