import { RunId, EventId, NodeId } from '#contract/ids.ts'
import type { ChangeFeed } from '#server/live/ChangeFeed.ts'
import { isTooMuch, mergeChanges, WRITES_NOTED_MAX } from '#server/live/mergeChanges.ts'
import * as z from 'zod/mini'
import { RUNS_CHANNEL } from './noteWrites.ts'
import { NoRow, type Sql } from './sql.ts'

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

  async sequenceOf(run_id: RunId): Promise<number | undefined> {
    const [found] = await this.#sql.query(
      'select revision from run_audits where run_id = $1::uuid',
      [run_id],
      z.object({ revision: z.int() }),
    )
    return found?.revision
  }

  async changesSince(run_id: RunId, seq: number) {
    // One statement, so that the number and the writes up to it are of one moment.
    const rows = await this.#sql.query(
      `select a.revision, c.changes from run_audits a
      left join run_changes c on c.run_id = a.run_id and c.seq > $2::bigint and a.revision - $2::bigint <= ${WRITES_NOTED_MAX}
      where a.run_id = $1::uuid order by c.seq`,
      [run_id, seq],
      z.object({ revision: z.int(), changes: z.nullable(StoredChanges) }),
    )
    const newest = rows[0]?.revision
    const writes = rows.flatMap((row) => row.changes ?? [])
    if (newest === undefined || writes.length !== newest - seq) return undefined
    const changes = mergeChanges(writes)
    return isTooMuch(changes) ? undefined : { seq: newest, changes }
  }

  subscribe(listener: Listener): () => void {
    // A function of its own, so that one listener may subscribe twice.
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

  async pruneChanges(): Promise<void> {
    await this.#sql.query(
      `delete from run_changes c using run_audits a
      where a.run_id = c.run_id and c.seq <= a.revision - ${WRITES_NOTED_MAX} and c.changed_at < now() - interval '1 hour'`,
      [],
      NoRow,
    )
  }

  #wake(payload: string | undefined): void {
    // Anybody may notify; what is no id names no run.
    const run_ids = (payload ?? '').split(',').flatMap((id) => RunId.safeParse(id).data ?? [])
    if (payload !== undefined && run_ids.length === 0) return
    for (const listener of this.#listeners) listener(run_ids)
  }
}
