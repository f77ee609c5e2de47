import { RunId } from '#contract/ids.ts'
import { OtherOriginError } from '#server/store/ports/errors.ts'
import { mayWrite, ORIGIN_WRITERS, type RunOrigin } from '#server/store/ports/origin.ts'
import * as z from 'zod/mini'
import type { SqlRunner } from '../sql.ts'

const OriginRow = z.object({
  run_id: RunId,
  writer: z.enum(ORIGIN_WRITERS),
  drawn_from: z.nullable(RunId),
  is_named: z.boolean(),
})

/** Who owns these runs. Omits runs without an owner. */
export async function originsOf(tx: SqlRunner, run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, RunOrigin>> {
  if (run_ids.length === 0) return new Map()
  const rows = await tx.query(
    'select run_id, writer, drawn_from, is_named from run_origins where run_id = any($1::uuid[])',
    [run_ids],
    OriginRow,
  )
  return new Map(rows.map(({ run_id, ...origin }) => [run_id, origin]))
}

/**
 * Claims runs without an owner and holds them until the transaction ends: another writer that wants one waits, and then
 * sees its owner. Returns the claimed runs: all of them unless another writer was first.
 */
export async function addOrigins(tx: SqlRunner, origins: ReadonlyMap<RunId, RunOrigin>): Promise<ReadonlySet<RunId>> {
  if (origins.size === 0) return new Set()
  // Sorted, so that two concurrent writers cannot deadlock.
  const rows = [...origins].sort(([a], [b]) => (a < b ? -1 : 1))
  const added = await tx.query(
    `insert into run_origins (run_id, writer, drawn_from, is_named)
    select * from json_to_recordset($1::json) as given (run_id uuid, writer text, drawn_from uuid, is_named boolean)
    on conflict (run_id) do nothing returning run_id`,
    [JSON.stringify(rows.map(([run_id, origin]) => ({ run_id, ...origin })))],
    z.object({ run_id: RunId }),
  )
  return new Set(added.map(({ run_id }) => run_id))
}

/**
 * Ensures that the writer may write all these runs, and claims those without an owner. Call this before the transaction
 * locks anything else. Throws `OtherOriginError`, which names the runs that it may not write.
 */
export async function claimRuns(tx: SqlRunner, run_ids: readonly RunId[], writer: RunOrigin): Promise<void> {
  const known = await originsOf(tx, run_ids)
  const free = run_ids.filter((run_id) => !known.has(run_id))
  const added = await addOrigins(tx, new Map(free.map((run_id) => [run_id, writer])))
  const late = await originsOf(
    tx,
    free.filter((run_id) => !added.has(run_id)),
  )
  const others = [...known, ...late].filter(([, origin]) => !mayWrite(writer, origin)).map(([run_id]) => run_id)
  if (others.length > 0) throw new OtherOriginError(others)
}
