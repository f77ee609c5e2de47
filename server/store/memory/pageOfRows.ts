import { type Cuts, PAGE_BYTES_MAX } from '#contract/cuts.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import type { Keyset, PageRequest, Slice } from '../ports/page.ts'
import { cutRow } from '../read/cutRow.ts'
import { compareKeys } from '../order.ts'

/** One page of rows in ascending or descending key order, with long texts cut, within a page's limit in bytes. */
export function pageOfRows<Row extends object>(
  rows: readonly Row[],
  keyOf: (row: Row) => Keyset,
  direction: 'ascending' | 'descending',
  { limit, after, bytes = PAGE_BYTES_MAX }: PageRequest,
  cuts: Cuts = {},
): Slice<Row> {
  const sign = direction === 'ascending' ? 1 : -1
  const sorted = rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => sign * compareKeys(a.key, b.key))
  const rest = after === undefined ? sorted : sorted.filter(({ key }) => sign * compareKeys(key, after) > 0)
  const cut = rest.slice(0, limit).map(({ row }) => cutRow(row, cuts))
  const shown = cut.slice(0, fitting(cut, bytes))
  return {
    rows: shown,
    total: rows.length,
    next: rest.length > shown.length ? rest[shown.length - 1]?.key : undefined,
  }
}

/** How many of the first rows start within this many bytes; at least one. */
export function fitting(rows: readonly object[], bytes: number): number {
  let before = 0
  const end = rows.findIndex((row, index) => {
    if (index > 0 && before >= bytes) return true
    before += utf8Length(JSON.stringify(row))
    return false
  })
  return end === -1 ? rows.length : end
}
