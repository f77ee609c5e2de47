import type { NodeRef, RunScope } from '#contract/ids.ts'
import { ScopeViolationError, type ForeignRow } from './errors.ts'

type Row = { readonly run_id: string; readonly node_id?: string | null }

/**
 * The second reader, which distrusts the first: throws `ScopeViolationError` when the reply was made for another scope
 * than the asked one, or when a single row in it belongs elsewhere. The envelope tells of a mixed-up cache or proxy,
 * the rows of a forgotten predicate. A reply that passes was checked row by row.
 */
export function assertScope(asked: RunScope | NodeRef, scope: Row, rows: readonly Row[]): void {
  const belongs = (row: Row) => row.run_id === asked.run_id && (!('node_id' in asked) || row.node_id === asked.node_id)
  const foreign: ForeignRow[] = [scope, ...rows]
    .filter((row) => !belongs(row))
    .map((row) => ({ run_id: row.run_id, node_id: row.node_id ?? null }))
  if (foreign.length > 0) throw new ScopeViolationError(asked, foreign)
}
