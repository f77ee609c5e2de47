import type { EventTable } from '../eventTable/eventTable.ts'

/**
 * The rows of the errors, optionally only those that match a filter, in execution order. `matches` as in
 * `visibleEvents`.
 */
export function errorRows(table: EventTable, matches?: Uint8Array): readonly number[] {
  const rows: number[] = []
  for (let row = 0; row < table.size; row++) if (table.is_error[row] === 1 && matches?.[row] !== 0) rows.push(row)
  return rows
}

/**
 * The index of the next (1) or previous (-1) error from a row, wrapping around at the ends. Without a row, it is the
 * first or the last. Undefined if there are no errors.
 */
export function nextError(errors: readonly number[], from: number | undefined, step: 1 | -1): number | undefined {
  if (errors.length === 0) return undefined
  if (from === undefined) return step === 1 ? 0 : errors.length - 1
  const place = step === 1 ? errors.findIndex((row) => row > from) : errors.findLastIndex((row) => row < from)
  return place >= 0 ? place : step === 1 ? 0 : errors.length - 1
}

/** The rows to expand so that a row is visible. Bounded, because parents may form a cycle. */
export function ancestorsOf(table: EventTable, row: number): ReadonlySet<number> {
  const ancestors = new Set<number>()
  for (let up = table.parent[row] ?? -1; up >= 0 && !ancestors.has(up); up = table.parent[up] ?? -1) ancestors.add(up)
  return ancestors
}
