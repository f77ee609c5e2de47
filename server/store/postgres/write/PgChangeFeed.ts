import { RunId, EventId, NodeId } from '#contract/ids.ts'
import type { ChangeFeed, WrittenBetween } from '#server/store/ports/changes.ts'
import { isTooMuch, mergeChanges, WRITES_NOTED_MAX } from '#server/store/changes/mergeChanges.ts'
import * as z from 'zod/mini'
import { currentRevision } from '../read/currentRevision.ts'
import { RUNS_CHANNEL } from './revisions.ts'
import { ANY_WORD } from '../GatheredWords.ts'
import { NoRow, type Sql, type SqlRunner } from '../sql.ts'

/** Records of writes deleted per statement. */
const PRUNED_AT_ONCE = 5000

type Listener = (run_ids: readonly RunId[]) => void

const StoredChanges = z.object({
  nodes: z.array(NodeId),
  removed_nodes: z.array(NodeId),
  topology: z.boolean(),
  events: z.array(z.object({ event_id: EventId, node_id: z.nullable(NodeId), is_new: z.boolean() })),
  removed_events: z.array(EventId),
  files: z.boolean(),
  messages: z.boolean(),
})

export class PgChangeFeed implements ChangeFeed {
  readonly #sql: Sql
  readonly #listeners = new Set<Listener>()
  #stopListening: (() => void) | undefined

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async epoch(): Promise<string> {
    const [found] = await this.#sql.query('select epoch from store_identity', [], z.object({ epoch: z.string() }))
    if (!found) throw new Error('the migration stored an epoch')
    return found.epoch
  }

  async revisionOf(run_id: RunId): Promise<number | undefined> {
    return (await currentRevision(this.#sql, run_id))?.revision
  }

  /** A salvaged database has the states of the damaged one, but a new epoch. */
  async stateOf(run_id: RunId): Promise<string | undefined> {
    const [found] = await this.#sql.query(
      `select state::text || '.' || epoch::text as state from run_revisions cross join store_identity where run_id = $1::uuid`,
      [run_id],
      z.object({ state: z.string() }),
    )
    return found?.state
  }

  async changesSince(run_id: RunId, since: number) {
    // One statement, so that the number and the writes come from one snapshot.
    const rows = await this.#sql.query(
      `select r.revision, c.changes from run_revisions r left join run_changes c
        on c.run_id = r.run_id and c.revision > $2::bigint and r.revision - $2::bigint <= ${WRITES_NOTED_MAX}
      where r.run_id = $1::uuid order by c.revision`,
      [run_id, since],
      z.object({ revision: z.int(), changes: z.nullable(StoredChanges) }),
    )
    const revision = rows[0]?.revision
    const writes = rows.flatMap((row) => row.changes ?? [])
    if (revision === undefined || writes.length !== revision - since) return undefined
    const changes = mergeChanges(writes)
    return isTooMuch(changes) ? undefined : { revision, changes }
  }

  async writtenSince(mark: string | undefined, limit: number): Promise<WrittenBetween> {
    const [found] = await this.#sql.query(
      mark === undefined
        ? `select pg_current_snapshot()::text as mark, '[]'::json as run_ids, false as more`
        : WRITTEN_SINCE,
      mark === undefined ? [] : [mark, limit + 1],
      z.object({ mark: z.string(), run_ids: z.array(RunId), more: z.boolean() }),
    )
    if (!found) throw new Error('a select without from answers with one row')
    return { ...found, run_ids: found.run_ids.slice(0, limit), more: found.more || found.run_ids.length > limit }
  }

  subscribe(listener: Listener): () => void {
    // A new function, so that one listener can subscribe twice.
    const own: Listener = (run_ids) => listener(run_ids)
    this.#listeners.add(own)
    this.#stopListening ??= this.#sql.listen(RUNS_CHANNEL, (payload) => this.#wake(payload))
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size > 0) return
      this.#stopListening?.()
      this.#stopListening = undefined
    }
  }

  async pruneChanges(): Promise<boolean> {
    await this.#sql.query(`delete from run_removals where removed_at < now() - interval '1 hour'`, [], NoRow)
    await this.#sql.transaction(checkDoubtfulContents)
    // Walks the index by time, oldest first. Skips what another server is deleting at this moment.
    const [forgotten] = await this.#sql.query(
      `with old as (
        select run_id, revision from run_changes where changed_at < now() - interval '1 hour'
        order by changed_at limit ${PRUNED_AT_ONCE} for update skip locked
      ), forgotten as (
        delete from run_changes c using old where c.run_id = old.run_id and c.revision = old.revision returning 1
      )
      select count(*) as count from forgotten`,
      [],
      z.object({ count: z.int() }),
    )
    return forgotten?.count === PRUNED_AT_ONCE
  }

  #wake(payload: string | undefined): void {
    if (payload === ANY_WORD) return this.#wake(undefined)
    // Any client can notify the channel, so invalid ids are ignored.
    const run_ids = (payload ?? '').split(',').flatMap((id) => RunId.safeParse(id).data ?? [])
    if (payload !== undefined && run_ids.length === 0) return
    for (const listener of this.#listeners) listener(run_ids)
  }
}

/**
 * Deletes contents that an earlier deletion left because they were locked, unless a file uses them or they are still
 * locked.
 */
async function checkDoubtfulContents(tx: SqlRunner): Promise<void> {
  const doubtful = await tx.query(
    'delete from doubtful_contents returning sha256',
    [],
    z.object({ sha256: z.string() }),
  )
  const hashes = doubtful.map(({ sha256 }) => sha256)
  if (hashes.length > 0) await tx.query('select delete_unused_contents($1::text[])::text', [hashes], z.unknown())
}

/**
 * A mark is a snapshot. New writes are those that this statement sees and that snapshot did not; no transaction older
 * than its xmin can be among them. Latest first, so that the planner uses the index even without statistics.
 */
const SINCE = (xid: string) =>
  `${xid} >= pg_snapshot_xmin($1::text::pg_snapshot) and not pg_visible_in_snapshot(${xid}, $1::text::pg_snapshot)`
const WRITTEN_SINCE = `select pg_current_snapshot()::text as mark,
  (select coalesce(json_agg(run_id), '[]') from (
    select run_id from run_revisions where ${SINCE('written_xid')} order by written_xid desc limit $2::bigint
  ) written) as run_ids,
  exists (select from run_removals where ${SINCE('removed_xid')}) as more`
