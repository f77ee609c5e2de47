import type { RunId } from '#contract/ids.ts'
import { changesToTell, isNone, type RunDifference } from '#server/store/changes/changesOf.ts'
import { Revision } from '../read/currentRevision.ts'
import { NoRow, type Sql, type SqlRunner } from '../sql.ts'

/** The channel on which writers of all servers announce the runs that they wrote, as ids separated by commas. */
export const RUNS_CHANNEL = 'runlens_runs'

export type DigestedRun = { readonly run_id: RunId; readonly digest?: string | undefined }

/**
 * Gives each run its next revision, which makes its audit outdated. `digest` is the one that the writer gave for the
 * rows of this revision.
 */
export const addRevisions = (tx: SqlRunner, runs: readonly DigestedRun[]): Promise<readonly Revision[]> =>
  tx.query(
    `insert into run_revisions (run_id, revision, digest)
    select run_id, 1, digest from json_to_recordset($1::text::json) as given (run_id uuid, digest text)
    on conflict (run_id) do update set revision = run_revisions.revision + 1, state = gen_random_uuid(),
      digest = excluded.digest, written_at = clock_timestamp(), written_xid = pg_current_xact_id()
    returning revision, state`,
    [JSON.stringify(runs)],
    Revision,
  )

/**
 * Gives one run its next revision and records what the write changed. Does nothing if nothing changed. Returns the state
 * of the new revision.
 */
export async function addRevision(
  tx: SqlRunner,
  run_id: RunId,
  difference: RunDifference,
): Promise<string | undefined> {
  if (isNone(difference)) return undefined
  const [added] = await addRevisions(tx, [{ run_id }])
  const changes = changesToTell(difference)
  if (added && changes)
    await tx.query(
      'insert into run_changes (run_id, revision, changes) values ($1::uuid, $2::bigint, $3::text::json)',
      [run_id, added.revision, JSON.stringify(changes)],
      NoRow,
    )
  return added?.state
}

/** Announces runs that were written or deleted. Call this after the commit. */
export const announceRuns = (sql: Pick<Sql, 'tell'>, run_ids: readonly RunId[]): void => sql.tell(RUNS_CHANNEL, run_ids)
