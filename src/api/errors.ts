import type { Problem } from '#contract/errors.ts'
import type { AskedScope } from '#contract/scopedRows.ts'

/** The server answered with an error; its own message is meant for the reader. */
export class ApiProblemError extends Error {
  override readonly name = 'ApiProblemError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The server could not be reached, or something other than Runlens answered in its place. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** The reply does not match the contract. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
}

export type ForeignRow = { readonly run_id: string; readonly node_id: string | null }

/**
 * The server answered with rows of another scope. Nothing of the reply is shown or cached, and the request is not
 * retried automatically: a server that mixes up runs once will do so again.
 */
export class ScopeViolationError extends Error {
  override readonly name = 'ScopeViolationError'
  readonly asked: AskedScope
  /** The scopes that the rejected rows claim: ids only, never their content. */
  readonly foreign: readonly ForeignRow[]
  constructor(asked: AskedScope, foreign: readonly ForeignRow[]) {
    super('The server sent rows from another run or node. The reply was discarded.')
    this.asked = asked
    this.foreign = foreign
  }
}

/** Whether retrying may help: after a lost connection or a server error, never after a rejected request. */
export function isWorthRetrying(error: Error): boolean {
  if (error instanceof ApiProblemError) return error.problem.status >= 500 && error.problem.code !== 'scope_violation'
  return error instanceof UnreachableError
}
