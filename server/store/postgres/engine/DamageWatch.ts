import { StoreDamagedError } from '#server/store/ports/errors.ts'
import type { Sql } from '../sql.ts'

/** Remembers the first damage that any query met, so that the health check reports it although it reads other data. */
export class DamageWatch {
  /** The same database, watched. */
  readonly sql: Sql
  #found: StoreDamagedError | undefined

  constructor(sql: Sql) {
    const noting = async <Result>(work: Promise<Result>): Promise<Result> => {
      try {
        return await work
      } catch (error) {
        if (error instanceof StoreDamagedError) this.#found ??= error
        throw error
      }
    }
    this.sql = {
      query: (text, params, row) => noting(sql.query(text, params, row)),
      exec: (text, limit) => noting(sql.exec(text, limit)),
      transaction: (work, limit) => noting(sql.transaction(work, limit)),
      listen: (channel, onPayload) => sql.listen(channel, onPayload),
      tell: (channel, words) => sql.tell(channel, words),
      close: () => sql.close(),
      ...(sql.isEmbedded && { isEmbedded: sql.isEmbedded }),
      ...(sql.hasAnsweredWithin && { hasAnsweredWithin: (ms) => sql.hasAnsweredWithin?.(ms) ?? false }),
      ...(sql.lost && { lost: sql.lost }),
    }
  }

  /** Throws `StoreDamagedError` if damage was met since the start. */
  check(): void {
    if (this.#found) throw this.#found
  }
}
