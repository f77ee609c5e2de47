import { type AskedScope, belongs, foreignScopes, type RowPlace, type StatedScope } from '#contract/scopedRows.ts'
import { ScopeViolationError } from './errors.ts'

/**
 * A second check, independent of the server's: throws `ScopeViolationError` if the reply was made for another scope
 * than requested, or if a single row belongs elsewhere. The envelope reveals a mixed-up cache or proxy, the rows a
 * missing predicate. A reply that passes was checked row by row.
 */
export function assertReplyScope(asked: AskedScope, reply: object, rows: readonly RowPlace[] | undefined): void {
  if (rows) refuse(asked, foreignScopes(asked, reply, rows))
}

/** The same for rows that must match a narrower scope than their request had, such as a node's row requested by its run. */
export function assertScope(asked: AskedScope, rows: readonly StatedScope[]): void {
  refuse(
    asked,
    rows.filter((row) => !belongs(asked, row)),
  )
}

function refuse(asked: AskedScope, foreign: readonly StatedScope[]): void {
  if (foreign.length === 0) return
  // A row that names no run at all is as foreign as another run's.
  const told = foreign.map(({ run_id, node_id }) => ({ run_id: run_id ?? 'none', node_id: node_id ?? null }))
  throw new ScopeViolationError(asked, told)
}
