import type { RunId } from '#contract/ids.ts'

/** A row names another run, or a node that its bundle does not have. */
export class ScopeBreachError extends Error {
  override readonly name = 'ScopeBreachError'
}
/** The run is neither stored nor given. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError'
}
/** Another writer made these runs, and nobody else writes them. Whose they are is not told. */
export class OtherOriginError extends Error {
  override readonly name = 'OtherOriginError'
  readonly run_ids: readonly RunId[]

  constructor(run_ids: readonly RunId[]) {
    super(`another writer made run ${run_ids.join(', ')}`)
    this.run_ids = run_ids
  }
}
/** Somebody wrote the run after what its rows were made from was read. */
export class StaleRowsError extends Error {
  override readonly name = 'StaleRowsError'
}
export class JsonTooDeepError extends Error {
  override readonly name = 'JsonTooDeepError'
}
/** Why a store does not do what it is asked, as far as it is known. */
export type StoreTrouble =
  /** Nobody answers there, or the connection broke. */
  | 'unreachable'
  /** It answers, and does not let us in: the user, the password, the database, or a setting that a pooler does not take. */
  | 'refused'
  | 'timeout'
  | 'disk_full'
  /** No connection, memory or lock is left. */
  | 'busy'
  | 'read_only'
  /** It starts, stops, or is being opened again. */
  | 'restarting'
  /** Another transaction was in the way. */
  | 'conflict'
  /** The engine itself failed. */
  | 'broken'
  | 'closed'

export type StoreTroubleParts = {
  readonly trouble?: StoreTrouble
  /** SQLSTATE, where the database gave one. */
  readonly code?: string | undefined
  readonly cause?: unknown
}

/** The store cannot do it now; the request may be tried again. */
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

/** What is stored is damaged: trying again will not help. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError'
  readonly code: string
  /** Name of the table or index, where it is known. It is one of our schema, so it may be told. */
  readonly relation: string | undefined

  constructor(message: string, code: string, relation: string | undefined, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.relation = relation
  }
}
