/**
 * Why an old database cannot be read; a Runlens database is not one. Each reason has its own exit code, see
 * `exitCodes.ts`.
 */
export type SourceTrouble =
  | 'missing'
  | 'forbidden'
  | 'empty'
  | 'not a database'
  | 'corrupt'
  | 'wrong schema'
  | 'too large'
  | 'of Runlens'
  | 'locked'
  | 'unreachable'

/**
 * The source cannot be read, or reading failed midway. The message is one sentence for the person who named the
 * source.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly trouble: SourceTrouble

  constructor(trouble: SourceTrouble, message: string, options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
  }
}
