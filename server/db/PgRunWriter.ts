import type { Session } from '#contract/entities.ts'
import { RunId } from '#contract/ids.ts'
import { ScopeBreachError, StaleRowsError } from '#server/ports.ts'
import type { RunBatch, RunBundle, RunToStore, RunWriter, UnplacedRow } from '#server/RunWriter.ts'
import { nodesNamedOutside, refuseNodes } from '#server/services/checkBundle.ts'
import { prepareBatch, prepareBundle, prepareReplacement, prepareSessions } from '#server/services/prepareBundle.ts'
import { prepareUnplaced } from '#server/services/prepareUnplaced.ts'
import * as z from 'zod/mini'
import { lastWriteOf, noteDifference, noteWrites } from './noteWrites.ts'
import { compareRows, rowTexts } from './RowTexts.ts'
import { NoRow, type Sql, SqlError, type SqlRunner } from './sql.ts'
import { RUN_DIGESTS, SESSIONS, UNPLACED_ROWS } from './tables.ts'
import { addMissing, upsertRows } from './upsertRows.ts'
import { widenSessions } from './widenSessions.ts'
import { writeBundles } from './writeBundles.ts'
import { addDiffering, makeExactly, missingNodes, writeHead } from './writeDifference.ts'
import { WrittenRuns } from './WrittenRuns.ts'

export class PgRunWriter implements RunWriter {
  readonly #sql: Sql
  readonly #upkeep: 'own' | 'autovacuum'
  readonly #written = new WrittenRuns()

  /** `upkeep`: whether the database looks after its statistics by itself, as a server does and PGlite does not. */
  constructor(sql: Sql, upkeep: 'own' | 'autovacuum') {
    this.#sql = sql
    this.#upkeep = upkeep
  }

  async writeSessions(sessions: readonly Session[]): Promise<void> {
    const prepared = prepareSessions(sessions)
    await this.#sql.transaction((tx) => upsertRows(tx, SESSIONS, prepared))
  }

  writeRun(bundle: RunBundle): Promise<void> {
    return this.writeRuns([{ bundle }])
  }

  async writeRuns(runs: readonly RunToStore[]): Promise<void> {
    const prepared = await Promise.all(runs.map(({ bundle, texts }) => prepareBundle(bundle, texts)))
    const run_ids = prepared.map(({ run }) => run.run_id)
    const digests = runs.flatMap(({ bundle, digest }) =>
      digest === undefined ? [] : { run_id: bundle.run.run_id, digest },
    )
    const sessions = [...new Set(prepared.map(({ run }) => JSON.stringify(run.session_id)))].join(', ')
    const orphaned = new Error(`session ${sessions} is not stored; write sessions before their runs`)
    await this.#transaction(run_ids, orphaned, async (tx) => {
      await writeBundles(tx, prepared)
      await tx.query('delete from run_digests where run_id = any($1::uuid[])', [run_ids], NoRow)
      await upsertRows(tx, RUN_DIGESTS, digests)
      await noteWrites(tx, run_ids)
    })
  }

  async replaceRun(session: Session, bundle: RunBundle): Promise<void> {
    const { run, sessions, ...rows } = await prepareReplacement(session, bundle)
    const { run_id } = run
    const { state, texts } = await this.#transaction([run_id], undefined, async (tx) => {
      // Only what the run refers to: to write a session that others have locks it until this run is written.
      const isNewSession = (await addMissing(tx, SESSIONS, sessions)) > 0
      const head = await writeHead(tx, run_id, run, [])
      const before = head.isNew ? undefined : (await lastWriteOf(tx, run_id))?.state
      const stored = this.#written.textsOf(run_id, before)
      const compared = stored && compareRows(rows, stored)
      const difference = await makeExactly(tx, run_id, rows, head, compared)
      const isOtherSession = await widenSessions(tx, sessions)
      const hasChanged = head.hasChanged || isNewSession || isOtherSession
      const after = await noteDifference(tx, run_id, { run: hasChanged, ...difference })
      return { state: after ?? before, texts: compared?.texts }
    })
    if (state !== undefined) this.#written.keep(run_id, state, texts ?? rowTexts(rows))
  }

  async mergeRun(batch: RunBatch): Promise<void> {
    const { run, sessions, ...rows } = await prepareBatch(batch)
    const { run_id } = batch
    const orphaned = new ScopeBreachError(
      `session ${JSON.stringify(run?.session_id)} of run ${run_id} is neither given nor stored`,
    )
    await this.#transaction([run_id], orphaned, async (tx) => {
      const head = await writeHead(tx, run_id, run, sessions)
      if (batch.madeFrom !== undefined && batch.madeFrom !== ((await lastWriteOf(tx, run_id))?.revision ?? 0))
        throw new StaleRowsError(`run ${run_id} was written since`)
      refuseNodes(batch, await missingNodes(tx, run_id, nodesNamedOutside(batch)))
      await noteDifference(tx, run_id, { run: head.hasChanged, ...(await addDiffering(tx, rows, head)) })
    })
  }

  async digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>> {
    const found = await this.#sql.query(
      'select run_id, digest from run_digests where run_id = any($1::uuid[])',
      [run_ids],
      z.object({ run_id: RunId, digest: z.string() }),
    )
    return new Map(found.map(({ run_id, digest }) => [run_id, digest]))
  }

  async keepUnplaced(rows: readonly UnplacedRow[]): Promise<void> {
    const prepared = await prepareUnplaced(rows)
    await this.#sql.transaction((tx) => upsertRows(tx, UNPLACED_ROWS, prepared))
  }

  /** Vacuum too, not only statistics: without its map of whole pages no index answers a count alone. */
  async settle(): Promise<void> {
    if (this.#upkeep === 'own') await this.#sql.exec('vacuum analyze')
  }

  /** Says in the port's words why the database refused some runs; `orphaned` where the session of one is not stored. */
  async #transaction<Result>(
    run_ids: readonly RunId[],
    orphaned: Error | undefined,
    work: (tx: SqlRunner) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#sql.transaction(work)
    } catch (cause) {
      const constraint = cause instanceof SqlError ? cause.constraint : undefined
      if (constraint === 'execution_events_event_id_alone')
        throw new ScopeBreachError(`an event of run ${run_ids.join(', ')} has the id of an event of another run`, {
          cause,
        })
      if (constraint === 'workflow_runs_session' && orphaned) throw orphaned
      throw cause
    }
  }
}
