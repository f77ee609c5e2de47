import { EVENTS_HELD_MAX, nextColumns, type ColumnsAsked } from '#src/api/columnPages.ts'
import type { EventColumns } from '#contract/columns.ts'
import { expect, it } from 'vitest'

const PAGE = 20_000

/** Asks as the app does, of a server that has `sizes` rows in each part, and tells what was asked for. */
function asked(total: number, sizes: Readonly<Record<ColumnsAsked['part'], number>>): readonly string[] {
  const pages: { columns: EventColumns; total: number; next_cursor: string | null }[] = []
  const params: ColumnsAsked[] = []
  let next: ColumnsAsked | undefined = { part: 'all', cursor: undefined }
  while (next && params.length < 100) {
    const begun = Number(next.cursor ?? 0)
    const rows = Math.min(PAGE, sizes[next.part] - begun)
    const more = begun + rows < sizes[next.part]
    // Only the number of rows counts here.
    const columns = { event_id: Array.from({ length: rows }, () => 'x') } as unknown as EventColumns
    pages.push({ columns, total, next_cursor: more ? String(begun + rows) : null })
    params.push(next)
    next = nextColumns(pages, params)
  }
  return params.map(({ part, cursor }) => `${part} ${cursor ?? 0}`)
}

it('a run that fits is read to its end, and nothing else is asked for', () => {
  expect(asked(50_000, { all: 50_000, errors: 9, boundaries: 9, end: 50_000 })).toEqual([
    'all 0',
    'all 20000',
    'all 40000',
  ])
  expect(asked(0, { all: 0, errors: 0, boundaries: 0, end: 0 })).toEqual(['all 0'])
})

it('of a run too large, the beginning, the errors, what begins or ends something, and the end are read', () => {
  const total = EVENTS_HELD_MAX + 1
  expect(asked(total, { all: total, errors: 41, boundaries: 90_000, end: total })).toEqual([
    'all 0',
    'all 20000',
    'all 40000',
    'all 60000',
    'all 80000',
    'errors 0',
    'boundaries 0',
    'boundaries 20000',
    'end 0',
    'end 20000',
  ])
})
