import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { plural } from '#src/lib/format.ts'
import { clipText } from '#src/ui/viewers/text/clipText.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { isNumeric, parseTable, type Table } from './parseTable.ts'
import styles from './TablePreview.module.css'

/** Row height in pixels; keep in sync with TablePreview.module.css. */
const ROW_HEIGHT = 26
/** Maximum text of a cell; the title has more. */
const CELL = { chars: 80, lines: 1 }
const TITLE = { chars: 2000, lines: 40 }

type Props = { readonly text: string; readonly delimiter: ',' | '\t'; readonly isWhole: boolean }

/** Separated values as a table. A default export, because it is lazy-loaded with its parser. */
export default function TablePreview({ text, delimiter, isWhole }: Props) {
  const table = useMemo(() => parseTable(text, delimiter, isWhole), [text, delimiter, isWhole])
  if (!table) return <Notice title="This file has no rows." />
  return (
    <>
      <p className={styles['size']}>
        {plural(table.rows.length, 'row')}
        {!isWhole && ' in the part shown'}, {plural(table.header.length, 'column')}
        {table.hiddenRows > 0 && `; ${plural(table.hiddenRows, 'more row')} not shown`}
        {table.hiddenColumns > 0 && `; ${plural(table.hiddenColumns, 'more column')} not shown`}
      </p>
      <Rows table={table} />
    </>
  )
}

function Rows({ table }: { readonly table: Table }) {
  const scrollRef = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const columns = table.widths.map((width) => `calc(${width}ch + 22px)`).join(' ')
  const numeric = useMemo(() => table.header.map((_, column) => isNumeric(table, column)), [table])
  return (
    <div
      ref={scrollRef}
      className={styles['scroll']}
      role="table"
      aria-label="Rows of the file"
      aria-rowcount={table.rows.length + 1}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard
      tabIndex={0}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['row']} style={{ gridTemplateColumns: columns }}>
          {table.header.map((name, column) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns are identified by index
            <Cell key={column} role="columnheader" text={name} isNumber={numeric[column] === true} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['body']} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className={styles['row']}
            style={{ gridTemplateColumns: columns, transform: `translateY(${start}px)` }}
          >
            {table.header.map((_, column) => (
              <Cell
                // oxlint-disable-next-line react/no-array-index-key -- cells are identified by index
                key={column}
                role="cell"
                text={table.rows[index]?.[column] ?? ''}
                isNumber={numeric[column] === true}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

type CellProps = { readonly role: 'cell' | 'columnheader'; readonly text: string; readonly isNumber: boolean }

function Cell({ role, text, isNumber }: CellProps) {
  const shown = clipText(text, CELL)
  return (
    <div
      role={role}
      className={styles['cell']}
      data-number={isNumber || undefined}
      title={text.length > 12 ? visibleText(clipText(text, TITLE)) : undefined}
    >
      {visibleText(shown)}
      {shown.length < text.length && '…'}
    </div>
  )
}
