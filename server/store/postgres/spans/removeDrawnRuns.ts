import { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import { NoRow, type SqlRunner } from '../sql.ts'

/**
 * Deletes everything projected from the spans of these runs, but never a run of another source. Keeps the spans
 * themselves, which deleting a run normally removes: see migration 0015. Returns the runs to notify listeners of.
 */
export async function removeDrawnRuns(tx: SqlRunner, run_ids: readonly RunId[]): Promise<readonly RunId[]> {
  if (run_ids.length === 0) return []
  await keepSpans(tx, 'on')
  const removed = await tx.query(
    `delete from workflow_runs using run_origins o
    where o.run_id = workflow_runs.run_id and o.drawn_from = any($1::text::uuid[]) returning o.run_id`,
    [arrayText(run_ids)],
    z.object({ run_id: RunId }),
  )
  await keepSpans(tx, 'off')
  await tx.query('delete from span_runs where run_id = any($1::text::uuid[])', [arrayText(run_ids)], NoRow)
  return [...new Set([...run_ids, ...removed.map(({ run_id }) => run_id)])]
}

/** Whether this transaction keeps the spans and sessions of the runs that it deletes. */
const keepSpans = (tx: SqlRunner, value: 'on' | 'off') =>
  tx.query(`select set_config('runlens.keep_spans', $1::text, true)`, [value], z.unknown())
