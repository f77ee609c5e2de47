import type { Keyset, PageRequest, Slice } from '#server/ports.ts'
import { compareKeys } from '#server/services/sortKeys.ts'

/** One page of rows in ascending or descending order of their keys. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Keyset,
  direction: 'ascending' | 'descending',
  { limit, after }: PageRequest,
): Slice<Row> {
  const sign = direction === 'ascending' ? 1 : -1
  const sorted = rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => sign * compareKeys(a.key, b.key))
  const rest = after === undefined ? sorted : sorted.filter(({ key }) => sign * compareKeys(key, after) > 0)
  const shown = rest.slice(0, limit)
  return {
    rows: shown.map(({ row }) => row),
    total: rows.length,
    next: rest.length > limit ? shown.at(-1)?.key : undefined,
  }
}
