import type { EventTable } from '../eventTable/eventTable.ts'

/** The rows of the errors, or of those that a filter leaves, in execution order. `matches` as `visibleEvents` has it. */
export function errorRows(table: EventTable, matches?: Uint8Array): readonly number[] {
  const rows: number[] = []
  for (let row = 0; row < table.size; row++) if (table.is_error[row] === 1 && matches?.[row] !== 0) rows.push(row)
  return rows
}

/**
 * Which of the errors comes after (1) or before (-1) a row, as its place among them: from the last to the first and back
 * again, for a reader who steps on. Without a row it is the first or the last. Undefined where there is no error.
 */
export function nextError(errors: readonly number[], from: number | undefined, step: 1 | -1): number | undefined {
  if (errors.length === 0) return undefined
  if (from === undefined) return step === 1 ? 0 : errors.length - 1
  const place = step === 1 ? errors.findIndex((row) => row > from) : errors.findLastIndex((row) => row < from)
  return place >= 0 ? place : step === 1 ? 0 : errors.length - 1
}

/** The rows that must be unfolded for a row to be shown. Bounded, for parents may form a cycle. */
export function ancestorsOf(table: EventTable, row: number): ReadonlySet<number> {
  const ancestors = new Set<number>()
  for (let up = table.parent[row] ?? -1; up >= 0 && !ancestors.has(up); up = table.parent[up] ?? -1) ancestors.add(up)
  return ancestors
}
