import * as z from 'zod/mini'
import { IMPORTING_WRITERS } from '#server/store/ports/origin.ts'
import { type Cuts, RUN_CUTS } from '#contract/cuts.ts'
import type { RunId } from '#contract/ids.ts'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import { RECENT_RUNS_MAX, RecentRuns } from '#contract/recentRuns.ts'
import { RunFacets, type RunRow } from '#contract/summaries.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type { RunFilter, RunRepository } from '#server/store/ports/runs.ts'
import { runKey } from '#server/store/order.ts'
import { RUN_COLUMNS } from '../columns.ts'
import { cutSelect, cutting, namesOf } from './cutSelect.ts'
import { COUNTED, countRowsOfRuns } from './countRowsOfRuns.ts'
import { fractionSum, MODEL_FIGURES } from './eventAggregates.ts'
import { keptCount, keptTally } from './figures.ts'
import { RunRowRow } from './rowSchemas.ts'
import { ALL_RUNS, runSource } from './runFilter.ts'
import { selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

/** A run without its counts, which are computed for a whole page at once. */
const COLUMNS = `${RUN_COLUMNS}, (select s.name from sessions s where s.session_id = r.session_id) as session_name,
  (select a.finding_count from run_revisions a where a.run_id = r.run_id and a.audited_revision = a.revision) as finding_count`
const BareRunRow = z.omit(RunRowRow, COUNTED)
const ONE = `select ${COLUMNS} from workflow_runs r where r.run_id = $1::uuid`

const RECENT = `
  with recent as (
    select run_id, started_at, status from workflow_runs where started_at is not null
    order by started_key desc, run_id desc limit ${RECENT_RUNS_MAX}
  )
  select (select count(*) from recent)::integer as runs, coalesce(json_agg(days order by day desc), '[]') as days
  from (
    select to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as runs,
      count(*) filter (where status in ('failed', 'error')) as failed, ${fractionSum('sum(cost_usd)')} as cost_usd
    from recent, lateral (select ${MODEL_FIGURES} from execution_events e where e.run_id = recent.run_id) figures
    group by 1
  ) days`

export class PgRunRepository implements RunRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>> {
    const params = new SqlParams()
    const { from, where, isMany } = await runSource(this.#sql, filter, params)
    const isAll = from === ALL_RUNS && where.length === 0
    const query = {
      from,
      columns: COLUMNS,
      where,
      params,
      order: [
        { column: 'r.started_key', type: 'timestamptz' },
        { column: 'r.run_id', type: 'uuid' },
      ],
      direction: 'descending',
      row: BareRunRow,
      cuts: RUN_CUTS,
      keptTotal: isAll ? keptCount('runs') : isMany ? String(RUNS_COUNTED_MAX + 1) : undefined,
      countedMax: isAll ? undefined : RUNS_COUNTED_MAX,
      keyOf: runKey,
    } as const
    const slice = await selectPage(this.#sql, query, page)
    return { ...slice, rows: await this.#counted(slice.rows) }
  }

  async recentRuns(): Promise<RecentRuns> {
    const [found] = await this.#sql.query(RECENT, [], RecentRuns)
    return found ?? { runs: 0, days: [] }
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

  async isImported(run_id: RunId): Promise<boolean> {
    const text = 'select true as found from run_origins where run_id = $1::uuid and writer = any($2::text[])'
    return (await this.#sql.query(text, [run_id, IMPORTING_WRITERS], z.unknown())).length > 0
  }

  async facets(): Promise<RunFacets> {
    const [found] = await this.#sql.query(
      `select ${keptTally('status')} as statuses, ${keptTally('mode')} as modes, ${keptTally('agent')} as agents`,
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
