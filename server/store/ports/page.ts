/** The sort values of the last row of the former page, in the order of the list's sort columns. */
export type Keyset = readonly (string | number)[]

export type PageRequest = {
  /** Rows to return at most; 1 to `PAGE_LIMIT_MAX`. */
  readonly limit: number
  readonly after: Keyset | undefined
  /** Bytes of JSON after which the page ends, `PAGE_BYTES_MAX` where none is given. Every page has at least one row. */
  readonly bytes?: number | undefined
}

/**
 * Rows of one page, how many rows match in all, and where the next page begins; undefined on the last. Long texts of the
 * rows are cut, see contract/cuts.ts.
 */
export type Slice<Row> = {
  readonly rows: readonly Row[]
  readonly total: number
  /** More match than were counted. */
  readonly total_is_capped?: true
  readonly next: Keyset | undefined
}
