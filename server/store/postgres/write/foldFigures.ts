import * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/** Changes of each kind that are folded in one transaction. */
const FOLDED_AT_ONCE = 5000

const Yes = z.object({ yes: z.boolean() })

/**
 * Folds one portion of the changes that writers appended into the stored figures, see migration 0022. Returns true if
 * there may be more. Writes nothing if there is nothing to fold, so that an idle database stays idle and a full disk is
 * left alone.
 */
export async function foldFigures(sql: Sql): Promise<boolean> {
  const [hasChanges] = await sql.query(
    'select exists (select from count_changes) or exists (select from node_use_changes) as yes',
    [],
    Yes,
  )
  if (hasChanges?.yes !== true) return false
  const [isMore] = await sql.transaction((tx) =>
    tx.query('select fold_figures($1::integer) as yes', [FOLDED_AT_ONCE], Yes),
  )
  return isMore?.yes === true
}

/** Folds everything, unless another process is folding. */
export async function foldAllFigures(sql: Sql): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one portion after the other
  while (await foldFigures(sql));
}
