import Papa from 'papaparse'

export type Table = {
  readonly header: readonly string[]
  /** As they were written: shorter or longer than the header, which alone says how many columns are shown. */
  readonly rows: readonly (readonly string[])[]
  /** Width of each column in characters, from its header and first rows. */
  readonly widths: readonly number[]
  /** Columns beyond `COLUMNS_MAX`, which are not shown. */
  readonly hiddenColumns: number
  /** Rows beyond `TABLE_ROWS_MAX`, which are not shown. */
  readonly hiddenRows: number
}

const COLUMNS_MAX = 60
/** Browsers give up at elements of some 16 million pixels; this many rows of 26 pixels stay below. */
const TABLE_ROWS_MAX = 500_000
const WIDTH = { min: 4, max: 36 } as const
/** Rows that the widths are taken from. */
const SAMPLE = 200

/**
 * Reads separated values, the first line as the header. The longest row decides how many columns there are. Rows are
 * not padded: one wide row above a million short ones would make millions of cells. The last row of an incomplete text is left out, being cut.
 */
export function parseTable(text: string, delimiter: ',' | '\t', isWhole: boolean): Table | undefined {
  const { data } = Papa.parse<readonly string[]>(text, { delimiter, skipEmptyLines: true })
  const lines = isWhole ? data : data.slice(0, -1)
  const first = lines[0]
  if (!first) return undefined
  const columns = lines.reduce((most, line) => Math.max(most, line.length), 0)
  const shown = Math.min(columns, COLUMNS_MAX)
  const header = Array.from({ length: shown }, (_, column) => first[column] ?? '')
  const rows = lines.slice(1, 1 + TABLE_ROWS_MAX)
  const widths = header.map((name, column) => {
    const longest = rows.slice(0, SAMPLE).reduce((most, row) => Math.max(most, row[column]?.length ?? 0), name.length)
    return Math.min(WIDTH.max, Math.max(WIDTH.min, longest))
  })
  return { header, rows, widths, hiddenColumns: columns - shown, hiddenRows: lines.length - 1 - rows.length }
}

/** Whether every value that is there is a number, so that the column reads best aligned at the right. */
export function isNumeric(table: Table, column: number): boolean {
  const values = table.rows.slice(0, SAMPLE).flatMap((row) => row[column]?.trim() || [])
  return values.length > 0 && values.every((value) => Number.isFinite(Number(value)))
}
