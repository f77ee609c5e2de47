import type { Session } from '#contract/entities.ts'
import { RunId, type SessionId } from '#contract/ids.ts'
import { ScopeBreachError, StaleRowsError } from '#server/store/ports/errors.ts'
import { drawnFrom, sessionOriginOf, toldBy } from '#server/store/ports/origin.ts'
import type {
  BundleWriter,
  RunBatch,
  RunBundle,
  RunToStore,
  RunWriter,
  UnplacedRow,
} from '#server/store/ports/writer.ts'
import { nodesNamedOutside, refuseNodes } from '#server/store/prepare/checkBundle.ts'
import { inSlices, Pace } from '#server/lib/Pace.ts'
import {
  prepareBatch,
  prepareBundle,
  prepareReplacement,
  prepareSessions,
} from '#server/store/prepare/prepareBundle.ts'
import { prepareUnplaced } from '#server/store/prepare/prepareUnplaced.ts'
import * as z from 'zod/mini'
import { foldAllFigures } from './foldFigures.ts'
import { addRevision, addRevisions, announceRuns } from './revisions.ts'
import { compareRows, rowTexts } from './RowFingerprints.ts'
import { currentRevision } from '../read/currentRevision.ts'
import { claimRuns } from '../read/runOrigins.ts'
import { type Sql, SqlError, type SqlRunner } from '../sql.ts'
import { UNPLACED_ROWS } from '../tables.ts'
import { upsertRows } from './upsertRows.ts'
import { writeBundles } from './writeBundles.ts'
import { addDiffering, keepingContents, makeExactly, missingNodes, writeHead } from './writeDifference.ts'
import { addSessionsAs, writeSessionsAs } from './writeSessionsAs.ts'
import { WrittenRunCache } from './WrittenRunCache.ts'

export class PgRunWriter implements RunWriter {
  readonly #sql: Sql
  readonly #upkeep: 'own' | 'autovacuum'
  readonly #written = new WrittenRunCache()

  /** `upkeep`: whether the database maintains its own statistics, as a server does, or not, as PGlite. */
  constructor(sql: Sql, upkeep: 'own' | 'autovacuum') {
    this.#sql = sql
    this.#upkeep = upkeep
  }

  async writeSessions(sessions: readonly Session[], writer: BundleWriter = 'import'): Promise<readonly SessionId[]> {
    const prepared = prepareSessions(sessions)
    const origin = sessionOriginOf(toldBy(writer))
    return (await this.#sql.transaction((tx) => writeSessionsAs(tx, origin, prepared))).others
  }

  writeRun(bundle: RunBundle, writer?: BundleWriter): Promise<void> {
    return this.writeRuns([{ bundle }], writer)
  }

  async writeRuns(runs: readonly RunToStore[], writer: BundleWriter = 'import'): Promise<void> {
    const prepared = await Promise.all(runs.map(({ bundle, texts }) => prepareBundle(bundle, texts)))
    const run_ids = prepared.map(({ run }) => run.run_id)
    const revisions = runs.map(({ bundle, digest }) => ({ run_id: bundle.run.run_id, digest }))
    const sessions = [...new Set(prepared.map(({ run }) => JSON.stringify(run.session_id)))].join(', ')
    const orphaned = new Error(`session ${sessions} is not stored; write sessions before their runs`)
    await this.#transaction(orphaned, async (tx) => {
      await claimRuns(tx, run_ids, toldBy(writer))
      await writeBundles(tx, prepared)
      await addRevisions(tx, revisions)
    })
    announceRuns(this.#sql, run_ids)
  }

  async replaceRun(session: Session, bundle: RunBundle, source: RunId = bundle.run.run_id): Promise<void> {
    const { run, sessions, ...rows } = await prepareReplacement(session, bundle)
    const { run_id } = run
    const pace = new Pace()
    const { state, texts, isWritten } = await this.#transaction(undefined, async (tx) => {
      const origin = drawnFrom(source)
      await claimRuns(tx, [run_id], origin)
      const added = await addSessionsAs(tx, sessionOriginOf(origin), sessions)
      const head = await writeHead(tx, run_id, run)
      const before = head.isNew ? undefined : (await currentRevision(tx, run_id))?.state
      const stored = this.#written.textsOf(run_id, before)
      const compared = stored && (await inSlices(compareRows(rows, stored), pace))
      const difference = await makeExactly(tx, run_id, rows, head, compared)
      const { changed } = await writeSessionsAs(tx, sessionOriginOf(origin), sessions)
      const hasChanged = head.hasChanged || added.size > 0 || changed.size > 0
      const after = await addRevision(tx, run_id, { run: hasChanged, ...difference })
      return { state: after ?? before, texts: compared?.texts, isWritten: after !== undefined }
    })
    if (isWritten) announceRuns(this.#sql, [run_id])
    if (state !== undefined) this.#written.keep(run_id, state, texts ?? (await inSlices(rowTexts(rows), pace)))
  }

  async mergeRun(batch: RunBatch): Promise<readonly SessionId[]> {
    const { run, sessions, ...rows } = await prepareBatch(batch)
    const { run_id } = batch
    const orphaned = new ScopeBreachError(
      `session ${JSON.stringify(run?.session_id)} of run ${run_id} is neither given nor stored`,
    )
    const { others, state } = await this.#transaction(orphaned, async (tx) => {
      await claimRuns(tx, [run_id], toldBy('batch'))
      const origin = sessionOriginOf(toldBy('batch'))
      const added = await addSessionsAs(tx, origin, sessions)
      const head = await writeHead(tx, run_id, run)
      if (batch.revision !== undefined && batch.revision !== ((await currentRevision(tx, run_id))?.revision ?? 0))
        throw new StaleRowsError(`run ${run_id} was written since`)
      refuseNodes(batch, await missingNodes(tx, run_id, nodesNamedOutside(batch)))
      const whole = await keepingContents(tx, run_id, rows)
      const rowsWritten = await addDiffering(tx, whole, head)
      const { changed, others } = await writeSessionsAs(tx, origin, sessions)
      const isOtherSession = added.has(head.session_id) || changed.has(head.session_id)
      const difference = { run: head.hasChanged || isOtherSession, ...rowsWritten }
      return { others, state: await addRevision(tx, run_id, difference) }
    })
    if (state !== undefined) announceRuns(this.#sql, [run_id])
    return others
  }

  async digestsOf(run_ids: readonly RunId[]): Promise<ReadonlyMap<RunId, string>> {
    const found = await this.#sql.query(
      'select run_id, digest from run_revisions where run_id = any($1::uuid[]) and digest is not null',
      [run_ids],
      z.object({ run_id: RunId, digest: z.string() }),
    )
    return new Map(found.map(({ run_id, digest }) => [run_id, digest]))
  }

  async keepUnplaced(rows: readonly UnplacedRow[], writer: BundleWriter = 'import'): Promise<void> {
    const prepared = (await prepareUnplaced(rows)).map((row) => ({ ...row, writer }))
    await this.#sql.transaction((tx) => upsertRows(tx, UNPLACED_ROWS, prepared))
  }

  /** Vacuums as well as analyzes: without the visibility map, counts cannot use index-only scans. */
  async settle(): Promise<void> {
    await foldAllFigures(this.#sql)
    if (this.#upkeep === 'own') await this.#sql.exec('vacuum analyze', 'unlimited')
  }

  /**
   * Translates database errors into errors of the port. `orphaned`: the error to throw if the session of a run is not
   * stored.
   */
  async #transaction<Result>(orphaned: Error | undefined, work: (tx: SqlRunner) => Promise<Result>): Promise<Result> {
    try {
      return await this.#sql.transaction(work)
    } catch (cause) {
      const constraint = cause instanceof SqlError ? cause.constraint : undefined
      if (constraint === 'workflow_runs_session' && orphaned) throw orphaned
      throw cause
    }
  }
}
