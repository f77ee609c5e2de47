import type { NodeRef, RunScope } from '#contract/ids.ts'
import { ScopeViolationError, type ForeignRow } from './errors.ts'

type Row = { readonly run_id: string; readonly node_id?: string | null }

/**
 * A second check, independent of the server's: throws `ScopeViolationError` if the reply was made for another scope
 * than requested, or if a single row belongs elsewhere. The envelope reveals a mixed-up cache or proxy, the rows a
 * missing predicate. A reply that passes was checked row by row.
 */
export function assertScope(asked: RunScope | NodeRef, scope: Row, rows: readonly Row[]): void {
  const belongs = (row: Row) => row.run_id === asked.run_id && (!('node_id' in asked) || row.node_id === asked.node_id)
  const foreign: ForeignRow[] = [scope, ...rows]
    .filter((row) => !belongs(row))
    .map((row) => ({ run_id: row.run_id, node_id: row.node_id ?? null }))
  if (foreign.length > 0) throw new ScopeViolationError(asked, foreign)
}
