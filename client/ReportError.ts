/** A row that the server rejected, and the reason. */
export type Refused = { readonly row: string; readonly why: string }

/**
 * Some reported data is not stored. Only `flush()` and `end()` throw it, so an agent that calls neither is not
 * disturbed.
 */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  /** The first hundred rows that the server rejected. They are not kept. */
  readonly refused: readonly Refused[]
  /**
   * Number of rows that could not be sent or did not fit into the buffer. Rows that fit are kept for the next flush.
   */
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
