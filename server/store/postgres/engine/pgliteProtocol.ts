import type { SqlParam } from '../sql.ts'

/** Messages between the main thread and the PGlite worker. Every request gets one reply with its id. */
export type PgliteRequest =
  | { readonly kind: 'query'; readonly id: number; readonly text: string; readonly params: readonly SqlParam[] }
  | { readonly kind: 'exec'; readonly id: number; readonly text: string }
  | { readonly kind: 'close'; readonly id: number }

export type PgliteReply =
  | { readonly kind: 'done'; readonly id: number; readonly rows: readonly unknown[] }
  /** The database refused the statement and keeps working. */
  | {
      readonly kind: 'refused'
      readonly id: number
      readonly message: string
      readonly code: string
      readonly constraint: string | undefined
    }
  /** A value could not be read. The database keeps working. */
  | { readonly kind: 'unreadable'; readonly id: number; readonly message: string }
  /**
   * The engine itself failed, for example with `Aborted()`, or with a PANIC, after which it would loop forever on the
   * next request. Its state can no longer be trusted. `code` is the SQLSTATE, if it gave one.
   */
  | { readonly kind: 'broken'; readonly id: number; readonly message: string; readonly code: string | undefined }

/** Sent by the worker unprompted: a notification on a channel that is listened to. */
export type PgliteNotice = { readonly kind: 'notified'; readonly channel: string; readonly payload: string }

/** Id of the reply that says whether the database could be opened. */
export const OPENING = 0

export type PgliteWorkerData = {
  readonly dataDir: string | undefined
  /** A tar archive of a database folder, which a database in memory starts from; without it, initdb makes a new one. */
  readonly image?: Uint8Array<ArrayBuffer>
}
