import type { RunId } from '#contract/ids.ts'

/** A row names another run, or a node that is not in its bundle. */
export class ScopeBreachError extends Error {
  override readonly name = 'ScopeBreachError'
}
/** The run is neither stored nor part of the request. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError'
}
/** Another writer owns these runs, and only the owner may write them. The error does not say who it is. */
export class OtherOriginError extends Error {
  override readonly name = 'OtherOriginError'
  readonly run_ids: readonly RunId[]

  constructor(run_ids: readonly RunId[]) {
    super(`another writer made run ${run_ids.join(', ')}`)
    this.run_ids = run_ids
  }
}
/** The run was written after the data that these rows were computed from was read. */
export class StaleRowsError extends Error {
  override readonly name = 'StaleRowsError'
}
export class JsonTooDeepError extends Error {
  override readonly name = 'JsonTooDeepError'
}
/** Why a store cannot do what it was asked, if known. */
export type StoreTrouble =
  /** Nothing answers at that address, or the connection broke. */
  | 'unreachable'
  /**
   * The database rejects the connection: user, password, database name, or a setting that a pooler does not support.
   */
  | 'refused'
  | 'timeout'
  | 'disk_full'
  /** No connection, memory or lock is left. */
  | 'busy'
  | 'read_only'
  /** It is starting, stopping or being reopened. */
  | 'restarting'
  /** A conflict with another transaction. */
  | 'conflict'
  /** The engine itself failed. */
  | 'broken'
  | 'closed'

export type StoreTroubleParts = {
  readonly trouble?: StoreTrouble
  /** SQLSTATE, if the database gave one. */
  readonly code?: string | undefined
  readonly cause?: unknown
}

/** The store cannot do it now. The request can be retried. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
  readonly trouble: StoreTrouble
  readonly code: string | undefined

  constructor(message: string, { trouble = 'unreachable', code, cause }: StoreTroubleParts = {}) {
    super(message, { cause })
    this.trouble = trouble
    this.code = code
  }
}

/** The stored data is damaged. Retrying will not help. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError'
  readonly code: string
  /** Name of the table or index, if known. It is part of our schema, so it may be shown. */
  readonly relation: string | undefined

  constructor(message: string, code: string, relation: string | undefined, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.relation = relation
  }
}
