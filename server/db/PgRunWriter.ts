import type { Session } from '#contract/entities.ts'
import { RunId } from '#contract/ids.ts'
import { ScopeBreachError } from '#server/ports.ts'
import type { RunBundle, RunToStore, RunWriter, UnplacedRow } from '#server/RunWriter.ts'
import {
  type PreparedBundle,
  type PreparedEvent,
  prepareBundle,
  type PreparedFile,
  prepareSessions,
} from '#server/services/prepareBundle.ts'
import { prepareUnplaced } from '#server/services/prepareUnplaced.ts'
import * as z from 'zod/mini'
import { compareCodePoints } from '#server/services/codePointOrder.ts'
import { NoRow, type Sql, SqlError, type SqlRunner } from './sql.ts'
import {
  DAG_EDGES,
  DAG_NODES,
  EXECUTION_EVENTS,
  FILES,
  MESSAGES,
  RUN_DIGESTS,
  SESSIONS,
  UNPLACED_ROWS,
  WORKFLOW_RUNS,
} from './tables.ts'
import { JsonText, upsertRows } from './upsertRows.ts'

export class PgRunWriter implements RunWriter {
  readonly #sql: Sql
  readonly #upkeep: 'own' | 'autovacuum'

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
    const prepared = await Promise.all(runs.map(({ bundle }) => prepareBundle(bundle)))
    const run_ids = prepared.map(({ run }) => run.run_id)
    const digests = runs.flatMap(({ bundle, digest }) =>
      digest === undefined ? [] : { run_id: bundle.run.run_id, digest },
    )
    try {
      await this.#sql.transaction(async (tx) => {
        await write(tx, prepared)
        await tx.query('delete from run_digests where run_id = any($1::uuid[])', [run_ids], NoRow)
        await upsertRows(tx, RUN_DIGESTS, digests)
        await tx.query(NEW_REVISIONS, [run_ids], NoRow)
      })
    } catch (error) {
      throw error instanceof SqlError ? explained(error, prepared) : error
    }
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
}

/** In the order in which the foreign keys want it. */
async function write(tx: SqlRunner, runs: readonly PreparedBundle[]): Promise<void> {
  const files = runs.flatMap((run) => run.files)
  await upsertRows(
    tx,
    WORKFLOW_RUNS,
    runs.map(({ run }) => run),
  )
  await upsertRows(
    tx,
    DAG_NODES,
    runs.flatMap(({ nodes }) => nodes),
  )
  await upsertRows(
    tx,
    DAG_EDGES,
    runs.flatMap(({ edges }) => edges),
  )
  await upsertRows(
    tx,
    EXECUTION_EVENTS,
    runs.flatMap(({ events }) => events),
    eventField,
  )
  // In the order of their hashes, so that two writers at once that share contents wait for each other at most.
  for (const { file, content } of files.toSorted((a, b) =>
    compareCodePoints(a.file.sha256 ?? '', b.file.sha256 ?? ''),
  )) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    if (content) await storeContent(tx, file.sha256, content)
  }
  await upsertRows(tx, FILES, files.map(fileRow))
  await upsertRows(
    tx,
    MESSAGES,
    runs.flatMap(({ messages }) => messages),
  )
}

/** Makes the audits of the runs out of date. */
const NEW_REVISIONS = `insert into run_audits (run_id, revision) select unnest($1::uuid[]), 1
  on conflict (run_id) do update set revision = run_audits.revision + 1`

const storeContent = (tx: SqlRunner, sha256: string | null, content: Uint8Array<ArrayBuffer>) =>
  tx.query(
    'insert into file_contents (sha256, bytes) values ($1::text, $2::bytea) on conflict (sha256) do nothing',
    [sha256, content],
    NoRow,
  )

/** A column of an event, which is its own or derived. */
function eventField({ event, derived, texts }: PreparedEvent, column: string): unknown {
  switch (column) {
    case 'inputs':
    case 'outputs':
    case 'meta': {
      const text = texts[column]
      return text === null ? null : new JsonText(text)
    }
    case 'inputs_preview':
      return derived.inputs_preview?.text
    case 'inputs_bytes':
      return derived.inputs_preview?.bytes
    case 'outputs_preview':
      return derived.outputs_preview?.text
    case 'outputs_bytes':
      return derived.outputs_preview?.bytes
    default:
      return column in derived ? Reflect.get(derived, column) : Reflect.get(event, column)
  }
}

const fileRow = ({ file }: PreparedFile) => ({ ...file, content_sha256: file.has_content ? file.sha256 : null })

/** Says in the port's words why the database refused some runs. */
function explained(error: SqlError, runs: readonly PreparedBundle[]): Error {
  const cause = { cause: error }
  if (error.constraint === 'execution_events_event_id_alone') {
    const those = runs.map(({ run }) => run.run_id).join(', ')
    return new ScopeBreachError(`an event of run ${those} has the id of an event of another run`, cause)
  }
  if (error.constraint === 'workflow_runs_session') {
    const those = [...new Set(runs.map(({ run }) => JSON.stringify(run.session_id)))].join(', ')
    return new Error(`session ${those} is not stored; write sessions before their runs`, cause)
  }
  return error
}
