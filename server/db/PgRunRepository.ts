import * as z from 'zod/mini'
import { type Cuts, RUN_CUTS } from '#contract/cuts.ts'
import type { RunId } from '#contract/ids.ts'
import { RunFacets, type RunRow } from '#contract/summaries.ts'
import type { PageRequest, RunFilter, RunRepository, Slice } from '#server/ports.ts'
import { isRepetitive } from '#server/services/isRepetitive.ts'
import { runKey } from '#server/services/sortKeys.ts'
import { RUN_COLUMNS } from './columns.ts'
import { containsText } from './containsText.ts'
import { cutSelect, cutting, namesOf } from './cutSelect.ts'
import { COUNTED, countRowsOfRuns } from './countRowsOfRuns.ts'
import { RunRowRow } from './rowSchemas.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from './sql.ts'
import { SqlParams } from './SqlParams.ts'
import { tallyOf } from './tallyOf.ts'

/** A run without its counts, which are taken for a whole page at once. */
const COLUMNS = `${RUN_COLUMNS}, (select s.name from sessions s where s.session_id = r.session_id) as session_name,
  (select a.finding_count from run_audits a where a.run_id = r.run_id and a.audited_revision = a.revision) as finding_count`
const BareRunRow = z.omit(RunRowRow, COUNTED)
const ONE = `select ${COLUMNS} from workflow_runs r where r.run_id = $1::uuid`

export class PgRunRepository implements RunRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>> {
    const params = new SqlParams()
    const query = {
      from: 'workflow_runs r',
      columns: COLUMNS,
      where: conditions(filter, params),
      params,
      order: [
        { column: 'r.started_key', type: 'timestamptz' },
        { column: 'r.run_id', type: 'uuid' },
      ],
      direction: 'descending',
      row: BareRunRow,
      cuts: RUN_CUTS,
      keyOf: runKey,
    } as const
    const slice = await selectPage(this.#sql, query, page)
    return { ...slice, rows: await this.#counted(slice.rows) }
  }

  findRun(run_id: RunId): Promise<RunRow | undefined> {
    return this.#find(run_id, ONE, {})
  }

  findListedRun(run_id: RunId): Promise<RunRow | undefined> {
    return this.#find(run_id, cutSelect(namesOf(BareRunRow), RUN_CUTS, ONE), RUN_CUTS)
  }

  async #find(run_id: RunId, select: string, cuts: Cuts): Promise<RunRow | undefined> {
    const text = `select to_json(found) as row from (${select}) found`
    const [found] = await this.#sql.query(text, [run_id], z.object({ row: cutting(BareRunRow, cuts) }))
    const [run] = await this.#counted(found ? [found.row] : [])
    return run
  }

  async hasRun(run_id: RunId): Promise<boolean> {
    const text = 'select true as found from workflow_runs where run_id = $1::uuid'
    return (await this.#sql.query(text, [run_id], z.unknown())).length > 0
  }

  async facets(): Promise<RunFacets> {
    const [found] = await this.#sql.query(
      `select ${tallyOf('status', 'workflow_runs')} as statuses,
        ${tallyOf('mode', 'workflow_runs', 'mode is not null')} as modes,
        ${tallyOf('agent', 'workflow_runs', 'agent is not null')} as agents`,
      [],
      RunFacets,
    )
    return found ?? { statuses: [], modes: [], agents: [] }
  }

  async isEmpty(): Promise<boolean> {
    const found = await this.#sql.query('select true as found from workflow_runs limit 1', [], z.unknown())
    return found.length === 0
  }

  async #counted(rows: readonly z.output<typeof BareRunRow>[]): Promise<readonly RunRow[]> {
    const countsOf = await countRowsOfRuns(
      this.#sql,
      rows.map(({ run_id }) => run_id),
    )
    return rows.map((row) => ({ ...row, ...countsOf(row.run_id) }))
  }
}

function conditions(filter: RunFilter, params: SqlParams): readonly string[] {
  const where: string[] = []
  if (filter.session_id !== undefined) where.push(`r.session_id = ${params.bind(filter.session_id)}::text`)
  if (filter.status !== undefined) where.push(`r.status = any(${params.bind(filter.status)}::text[])`)
  if (filter.mode !== undefined) where.push(`r.mode = ${params.bind(filter.mode)}::text`)
  if (filter.agent !== undefined) where.push(`r.agent = ${params.bind(filter.agent)}::text`)
  if (filter.since !== undefined) where.push(`r.started_at >= ${params.bind(filter.since)}::timestamptz`)
  if (filter.until !== undefined) where.push(`r.started_at < ${params.bind(filter.until)}::timestamptz`)
  if (filter.q !== undefined) {
    const q = params.bind(filter.q)
    const sessionName = '(select s.name from sessions s where s.session_id = r.session_id)'
    const places = ['r.task_description', 'r.agent', 'r.model', 'r.session_id', sessionName]
    where.push(
      `(${containsText(q, places, isRepetitive(filter.q))} or starts_with(r.run_id::text, lower(${q}::text collate "C")))`,
    )
  }
  return where
}
