import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { formatCount } from '#src/lib/format.ts'
import { ansiLines, type AnsiLine } from '#src/ui/ansi.ts'
import { AnsiSpans } from '#src/ui/AnsiText.tsx'
import styles from './LineList.module.css'

/** Height of a line in pixels, as LineList.module.css has it. */
const LINE_HEIGHT = 19
/** Characters of a line that are drawn before the reader asks for the rest. */
const LINE_MAX = 1000

/** Text as numbered lines of which only those in view are drawn: a log of half a megabyte scrolls like a short one. */
export function LineList({ text }: { readonly text: string }) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set())
  const lines = useMemo(() => ansiLines(text.replace(/\r?\n$/, '')), [text])
  // oxlint-disable-next-line react/incompatible-library -- its functions go nowhere but into this component
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
    <div ref={scrollRef} className={styles['scroll']} role="region" aria-label="Lines of the file" tabIndex={0}>
      <div className={styles['spacer']} style={{ height: virtualizer.getTotalSize() }}>
        <div style={{ transform: `translateY(${virtualizer.getVirtualItems()[0]?.start ?? 0}px)` }}>
          {virtualizer.getVirtualItems().map(({ index }) => {
            const line = lines[index] ?? []
            const { shown, rest } = whole.has(index) ? { shown: line, rest: 0 } : cutLine(line, LINE_MAX)
            return (
              <div key={index} className={styles['line']}>
                <span className={styles['number']} aria-hidden style={{ width: `${String(lines.length).length}ch` }}>
                  {index + 1}
                </span>
                <span className={styles['text']}>
                  <AnsiSpans line={shown} />
                </span>
                {rest > 0 && (
                  <button
                    type="button"
                    className={styles['rest']}
                    onClick={() => setWhole(new Set([...whole, index]))}
                    aria-label={`Show the whole of line ${index + 1}`}
                  >
                    … {formatCount(rest)} more
                  </button>
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** The first `max` characters of a line, and how many are left. */
function cutLine(line: AnsiLine, max: number): { readonly shown: AnsiLine; readonly rest: number } {
  let room = max
  const shown: AnsiLine[number][] = []
  for (const span of line) {
    if (room <= 0) break
    shown.push(span.text.length > room ? { ...span, text: span.text.slice(0, room) } : span)
    room -= span.text.length
  }
  const length = line.reduce((sum, span) => sum + span.text.length, 0)
  return { shown, rest: Math.max(0, length - max) }
}
