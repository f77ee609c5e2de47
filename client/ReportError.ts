/** A row that the server refused: which, and why. */
export type Refused = { readonly row: string; readonly why: string }

/** Something that was reported is not stored. Thrown by `flush()` and `end()` only, so that an agent that does not ask is not disturbed. */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  /** What the server refused, the first hundred rows of it. These rows are gone. */
  readonly refused: readonly Refused[]
  /** Rows that could not be sent, or did not fit while the server was away. Those that fit are kept for the next flush. */
  readonly unsent: number

  constructor(refused: readonly Refused[], unsent: number, reason: string) {
    const first = refused.slice(0, 3).map(({ row, why }) => `${row}: ${why}`)
    const more = refused.length > first.length ? [`and ${refused.length - first.length} more`] : []
    const parts = [
      ...(refused.length > 0 ? [`Runlens refused ${[...first, ...more].join('; ')}`] : []),
      ...(unsent > 0 ? [`${unsent} rows could not be sent to Runlens: ${reason}`] : []),
    ]
    super(parts.join('. '))
    this.refused = refused
    this.unsent = unsent
  }
}
