import type { SqlParam } from '../sql.ts'

/** What the main thread and the PGlite worker say to each other. Every request gets one reply with its id. */
export type PgliteRequest =
  | { readonly kind: 'query'; readonly id: number; readonly text: string; readonly params: readonly SqlParam[] }
  | { readonly kind: 'exec'; readonly id: number; readonly text: string }
  | { readonly kind: 'close'; readonly id: number }

export type PgliteReply =
  | { readonly kind: 'done'; readonly id: number; readonly rows: readonly unknown[] }
  /** The database refused the statement; it goes on. */
  | {
      readonly kind: 'refused'
      readonly id: number
      readonly message: string
      readonly code: string
      readonly constraint: string | undefined
    }
  /** A value could not be read; the database goes on. */
  | { readonly kind: 'unreadable'; readonly id: number; readonly message: string }
  /**
   * The engine itself failed: `Aborted()` for one, or a PANIC, after which it would spin for ever over the next question.
   * Its state cannot be trusted any more. `code` is the SQLSTATE, where it gave one.
   */
  | { readonly kind: 'broken'; readonly id: number; readonly message: string; readonly code: string | undefined }

/** What the worker says unasked: somebody notified a channel that is listened to. */
export type PgliteNotice = { readonly kind: 'notified'; readonly channel: string; readonly payload: string }

/** Id of the reply that tells that the database is open, or could not be opened. */
export const OPENING = 0

export type PgliteWorkerData = {
  readonly dataDir: string | undefined
  /** A tar archive of a database folder, which a database in memory starts from; without it, initdb makes a new one. */
  readonly image?: Uint8Array<ArrayBuffer>
}
