import type { Problem } from '#contract/errors.ts'
import type { AskedScope } from '#contract/scopedRows.ts'

/** The server answered, and said that it could not: its own words are for the reader. */
export class ApiProblemError extends Error {
  override readonly name = 'ApiProblemError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The server could not be reached, or something that is not Runlens answered in its place. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** The server answered in a shape that the contract does not know. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
}

export type ForeignRow = { readonly run_id: string; readonly node_id: string | null }

/**
 * The server answered with rows of another scope. Nothing of the reply is painted or cached, and it is not asked
 * for again by itself: a server that mixes runs once will do so twice.
 */
export class ScopeViolationError extends Error {
  override readonly name = 'ScopeViolationError'
  readonly asked: AskedScope
  /** Where the refused rows say that they belong: ids only, never their content. */
  readonly foreign: readonly ForeignRow[]
  constructor(asked: AskedScope, foreign: readonly ForeignRow[]) {
    super('The server sent rows from another run or node. The reply was discarded.')
    this.asked = asked
    this.foreign = foreign
  }
}

/** Whether asking again may help: a lost connection or a server in trouble, never a refusal. */
export function isWorthRetrying(error: Error): boolean {
  if (error instanceof ApiProblemError) return error.problem.status >= 500 && error.problem.code !== 'scope_violation'
  return error instanceof UnreachableError
}
