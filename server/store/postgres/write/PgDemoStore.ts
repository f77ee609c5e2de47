import { RunId } from '#contract/ids.ts'
import type { DemoStore } from '#server/store/ports/demo.ts'
import * as z from 'zod/mini'
import { NoRow, type Sql } from '../sql.ts'
import { announceRuns } from './revisions.ts'

/** Runs deleted in one transaction: the embedded database answers others in between. */
const RUNS_AT_ONCE = 20

const DELETE_SOME = `delete from workflow_runs where run_id in (
    select o.run_id from run_origins o join workflow_runs using (run_id) where o.writer = 'demo' limit ${RUNS_AT_ONCE}
  ) returning run_id`

/** Deleting a run deletes what belongs to it: see migration 0015. */
export class PgDemoStore implements DemoStore {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async state(): Promise<{ readonly runs: number; readonly wasRemoved: boolean }> {
    const [found] = await this.#sql.query(
      `select (select count(*) from run_origins join workflow_runs using (run_id) where writer = 'demo')::integer as runs,
        demo_removed_at is not null as "wasRemoved"
      from store_identity`,
      [],
      z.object({ runs: z.int(), wasRemoved: z.boolean() }),
    )
    return found ?? { runs: 0, wasRemoved: false }
  }

  async remove(): Promise<number> {
    // Noted first: a server that starts meanwhile must not load the demo into a store that is nearly empty.
    await this.#sql.query('update store_identity set demo_removed_at = now()', [], NoRow)
    let removed = 0
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one portion after the other
      const gone = await this.#sql.transaction((tx) => tx.query(DELETE_SOME, [], z.object({ run_id: RunId })))
      if (gone.length === 0) break
      removed += gone.length
      announceRuns(
        this.#sql,
        gone.map(({ run_id }) => run_id),
      )
    }
    await this.#sql.transaction(async (tx) => {
      await tx.query(
        `delete from sessions s where writer = 'demo'
          and not exists (select from workflow_runs w where w.session_id = s.session_id)`,
        [],
        NoRow,
      )
      // Rows from before writers were noted are the demo's if nothing was imported.
      await tx.query(
        `delete from unplaced_rows where writer = 'demo'
          or (writer is null and not exists (select from run_origins where writer = 'import'))`,
        [],
        NoRow,
      )
    })
    return removed
  }
}
