import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { plural } from '#src/lib/format.ts'
import { clipText } from '#src/ui/viewers/text/clipText.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { diffRows, type DiffRow } from './diffRows.ts'
import styles from './DiffTable.module.css'
import type { LineChange } from './lineChanges.ts'
import { wordMarks, type WordMark } from './wordMarks.ts'

/** Height of a single-line row in pixels; keep in sync with DiffTable.module.css. */
const ROW_HEIGHT = 19
/** Maximum characters rendered per line. */
const LINE = { chars: 2000, lines: 1 }

type Props = {
  readonly older: readonly string[]
  readonly newer: readonly string[]
  readonly changes: readonly LineChange[]
  /** Of the two columns. */
  readonly titles: readonly [string, string]
}

/** Two versions side by side as a virtual list. */
export function DiffTable({ older, newer, changes, titles }: Props) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const rows = useMemo(() => diffRows(changes, unfolded), [changes, unfolded])
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 20,
  })
  const shown = virtualizer.getVirtualItems()
  return (
    <div
      ref={scrollRef}
      className={styles['scroll']}
      role="table"
      aria-label="Versions side by side"
      aria-rowcount={rows.length + 1}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard
      tabIndex={0}
    >
      <div role="row" aria-rowindex={1} className={styles['head']}>
        <span role="columnheader">older, {titles[0]}</span>
        <span role="columnheader">newer, {titles[1]}</span>
      </div>
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
        <div role="none" style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ index, key }) => {
            const row = rows[index]
            return (
              row && (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={styles['row']}
                >
                  <Row
                    row={row}
                    older={older}
                    newer={newer}
                    onUnfold={(left) => setUnfolded(new Set([...unfolded, left]))}
                  />
                </div>
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

type RowProps = Pick<Props, 'older' | 'newer'> & { readonly row: DiffRow; readonly onUnfold: (left: number) => void }

function Row({ row, older, newer, onUnfold }: RowProps) {
  switch (row.kind) {
    case 'folded':
      return (
        <span role="cell" aria-colspan={2} className={styles['folded']}>
          <TextButton onClick={() => onUnfold(row.left)}>Show {plural(row.count, 'unchanged line')}</TextButton>
        </span>
      )
    case 'same': {
      const text = older[row.left] ?? ''
      return (
        <>
          <Side number={row.left} marks={[{ text, isChanged: false }]} tone="same" />
          <Side number={row.right} marks={[{ text, isChanged: false }]} tone="same" />
        </>
      )
    }
    case 'changed':
      return <ChangedRow left={row.left} right={row.right} older={older} newer={newer} />
  }
}

type ChangedProps = Pick<Props, 'older' | 'newer'> & {
  readonly left: number | undefined
  readonly right: number | undefined
}

function ChangedRow({ left, right, older, newer }: ChangedProps) {
  const [before, after] = useMemo(
    () => wordMarks(left === undefined ? '' : (older[left] ?? ''), right === undefined ? '' : (newer[right] ?? '')),
    [left, right, older, newer],
  )
  return (
    <>
      <Side number={left} marks={before} tone="removed" />
      <Side number={right} marks={after} tone="added" />
    </>
  )
}

type SideProps = {
  /** Undefined: this version has no such line. */
  readonly number: number | undefined
  readonly marks: readonly WordMark[]
  readonly tone: 'same' | 'removed' | 'added'
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const

function Side({ number, marks, tone }: SideProps) {
  if (number === undefined) return <span role="cell" className={styles['nothing']} />
  const Changed = tone === 'removed' ? 'del' : 'ins'
  return (
    <span role="cell" className={styles['side']} data-tone={tone}>
      <span className={styles['number']} aria-hidden>
        {number + 1}
      </span>
      <span className={styles['sign']}>{SIGNS[tone]}</span>
      <bdi className={styles['text']}>
        {marks.map(({ text, isChanged }, index) => {
          const shown = visibleText(clipText(text, LINE)) + (text.length > LINE.chars ? '…' : '')
          // oxlint-disable-next-line react/no-array-index-key -- pieces are identified by their index in the line
          return isChanged ? <Changed key={index}>{shown}</Changed> : <span key={index}>{shown}</span>
        })}
      </bdi>
    </span>
  )
}

/** Rows move when others expand, but their content never changes. */
function keyOf(row: DiffRow | undefined): string {
  if (!row) return ''
  return row.kind === 'folded' ? `f${row.left}` : `${row.left ?? ''}/${row.right ?? ''}`
}
