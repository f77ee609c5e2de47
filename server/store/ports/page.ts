/** The sort values of the previous page's last row, in the order of the list's sort columns. */
export type Keyset = readonly (string | number)[]

export type PageRequest = {
  /** Maximum number of rows, 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number
  readonly after: Keyset | undefined
  /** Bytes of JSON after which the page ends; `PAGE_BYTES_MAX` by default. Every page has at least one row. */
  readonly bytes?: number | undefined
}

/**
 * The rows of one page, how many rows match in total, and the key where the next page starts (undefined on the last
 * page). Long texts in rows are cut, see contract/cuts.ts.
 */
export type Slice<Row> = {
  readonly rows: readonly Row[]
  readonly total: number
  /** Counting stopped early: more rows match than `total` says. */
  readonly total_is_capped?: true
  readonly next: Keyset | undefined
}
