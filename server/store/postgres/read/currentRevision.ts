import type { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'
import type { SqlRunner } from '../sql.ts'

export const Revision = z.object({ revision: z.int(), state: z.string() })

/** A revision of a run: its number, and its state, a text that no other revision of any run has. */
export type Revision = z.output<typeof Revision>

/** Undefined if the run is not stored. A writer must hold the lock of the run. */
export async function currentRevision(sql: Pick<SqlRunner, 'query'>, run_id: RunId): Promise<Revision | undefined> {
  const [found] = await sql.query(
    'select revision, state from run_revisions where run_id = $1::uuid',
    [run_id],
    Revision,
  )
  return found
}
