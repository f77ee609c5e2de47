import Papa from 'papaparse'

export type Table = {
  readonly header: readonly string[]
  /**
   * As written: possibly shorter or longer than the header, which alone determines the number of visible columns.
   */
  readonly rows: readonly (readonly string[])[]
  /** Width of each column in characters, from its header and first rows. */
  readonly widths: readonly number[]
  /** Number of columns beyond `COLUMNS_MAX`, which are not shown. */
  readonly hiddenColumns: number
  /** Number of rows beyond `TABLE_ROWS_MAX`, which are not shown. */
  readonly hiddenRows: number
}

const COLUMNS_MAX = 60
/** Browsers limit elements to about 16 million pixels; this many rows of 26 pixels stay below. */
const TABLE_ROWS_MAX = 500_000
const WIDTH = { min: 4, max: 36 } as const
/** Number of rows used to estimate widths. */
const SAMPLE = 200

/**
 * Parses separated values, with the first line as the header. The longest row determines the number of columns. Rows
 * are not padded: one wide row and a million short ones would make millions of cells. The last row of an incomplete
 * text is dropped, because it is truncated.
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

/** Whether every value present is a number, so that the column is right-aligned. */
export function isNumeric(table: Table, column: number): boolean {
  const values = table.rows.slice(0, SAMPLE).flatMap((row) => row[column]?.trim() || [])
  return values.length > 0 && values.every((value) => Number.isFinite(Number(value)))
}
