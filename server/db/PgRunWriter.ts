import type { Session } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import { type RunBundle, type RunWriter, ScopeBreachError, type UnplacedRow } from '#server/ports.ts'
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

  async writeRun(bundle: RunBundle, digest?: string): Promise<void> {
    const prepared = await prepareBundle(bundle)
    try {
      await this.#sql.transaction(async (tx) => {
        await write(tx, prepared)
        await writeDigest(tx, prepared.run.run_id, digest)
        await tx.query(NEW_REVISION, [prepared.run.run_id], NoRow)
      })
    } catch (error) {
      throw error instanceof SqlError ? explained(error, prepared) : error
    }
  }

  async digestOf(run_id: RunId): Promise<string | undefined> {
    const text = 'select digest from run_digests where run_id = $1::uuid'
    const [found] = await this.#sql.query(text, [run_id], z.object({ digest: z.string() }))
    return found?.digest
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
async function write(tx: SqlRunner, { run, nodes, edges, events, files, messages }: PreparedBundle): Promise<void> {
  await upsertRows(tx, WORKFLOW_RUNS, [run])
  await upsertRows(tx, DAG_NODES, nodes)
  await upsertRows(tx, DAG_EDGES, edges)
  await upsertRows(tx, EXECUTION_EVENTS, events, eventField)
  // In the order of their hashes, so that two runs that are written at once and share contents wait for each other at most.
  for (const { file, content } of [...files].sort((a, b) =>
    compareCodePoints(a.file.sha256 ?? '', b.file.sha256 ?? ''),
  )) {
    // oxlint-disable-next-line no-await-in-loop -- one connection: the statements of a transaction run one by one
    if (content) await storeContent(tx, file.sha256, content)
  }
  await upsertRows(tx, FILES, files.map(fileRow))
  await upsertRows(tx, MESSAGES, messages)
}

/** Makes the audit of the run out of date. */
const NEW_REVISION = `insert into run_audits (run_id, revision) values ($1::uuid, 1)
  on conflict (run_id) do update set revision = run_audits.revision + 1`

const writeDigest = (tx: SqlRunner, run_id: RunId, digest: string | undefined): Promise<unknown> =>
  digest === undefined
    ? tx.query('delete from run_digests where run_id = $1::uuid', [run_id], NoRow)
    : upsertRows(tx, RUN_DIGESTS, [{ run_id, digest }])

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

/** Says in the port's words why the database refused a run. */
function explained(error: SqlError, { run }: PreparedBundle): Error {
  const cause = { cause: error }
  if (error.constraint === 'execution_events_event_id_alone')
    return new ScopeBreachError(`an event of run ${run.run_id} has the id of an event of another run`, cause)
  if (error.constraint === 'workflow_runs_session')
    return new Error(`session ${JSON.stringify(run.session_id)} is not stored; write sessions before their runs`, cause)
  return error
}
