import type { RunId } from '#contract/ids.ts'
import { changesToTell, isNone, type RunDifference } from '#server/store/changes/changesOf.ts'
import * as z from 'zod/mini'
import { NoRow, type Sql, type SqlRunner } from '../sql.ts'

/** The channel on which writers of all servers announce the runs that they wrote, as ids separated by commas. */
export const RUNS_CHANNEL = 'runlens_runs'

/** Increments the runs' revisions, which makes their audits outdated. */
export async function noteWrites(tx: SqlRunner, run_ids: readonly RunId[]): Promise<void> {
  await newRevisions(tx, run_ids)
}

/**
 * The same for one run, recording what the write changed. Does nothing if nothing changed. Returns the state that the
 * write gave the run.
 */
export async function noteDifference(
  tx: SqlRunner,
  run_id: RunId,
  difference: RunDifference,
): Promise<string | undefined> {
  if (isNone(difference)) return undefined
  // The rows no longer match the digest of the last import.
  await tx.query('delete from run_digests where run_id = $1::uuid', [run_id], NoRow)
  const [written] = await newRevisions(tx, [run_id])
  const changes = changesToTell(difference)
  if (written && changes)
    await tx.query(
      'insert into run_changes (run_id, seq, changes) values ($1::uuid, $2::bigint, $3::text::json)',
      [run_id, written.revision, JSON.stringify(changes)],
      NoRow,
    )
  return written?.state
}

/**
 * The run's last write: its number, and its state, which changes with each write. Reliable only while the run is
 * locked.
 */
export async function lastWriteOf(tx: SqlRunner, run_id: RunId): Promise<z.output<typeof Write> | undefined> {
  const [found] = await tx.query('select revision, state from run_audits where run_id = $1::uuid', [run_id], Write)
  return found
}

const Write = z.object({ revision: z.int(), state: z.string() })

const newRevisions = (tx: SqlRunner, run_ids: readonly RunId[]) =>
  tx.query(
    `insert into run_audits (run_id, revision) select unnest($1::uuid[]), 1
    on conflict (run_id) do update set revision = run_audits.revision + 1, state = gen_random_uuid(),
      written_at = clock_timestamp(), written_xid = pg_current_xact_id()
    returning revision, state`,
    [run_ids],
    Write,
  )

/** Announces runs that were written or deleted. Call this after the commit. */
export const announceRuns = (sql: Pick<Sql, 'tell'>, run_ids: readonly RunId[]): void => sql.tell(RUNS_CHANNEL, run_ids)
