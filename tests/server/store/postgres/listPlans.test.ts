import { setTimeout as sleep } from 'node:timers/promises'
import { NodeId } from '#contract/ids.ts'
import { foldAllFigures } from '#server/store/postgres/write/foldFigures.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { repositoriesOn } from '#server/store/postgres/engine/openStore.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { RunFilter } from '#server/store/ports/runs.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { explaining, type ReadStep } from '#tests/support/explaining.ts'
import { idOfMany, manyRuns } from '#tests/support/manyRuns.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'

// Many runs take a while on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const RUNS = 4000
const ref = { run_id: idOfMany(RUNS / 2), node_id: z.parse(NodeId, 'step_1') }

/** Tables that no question about all runs may read from beginning to end. */
const LARGE = [
  'workflow_runs',
  'run_revisions',
  'node_uses',
  'dag_nodes',
  'execution_events',
  'run_findings',
  'node_ids',
]

const TABLES = [...LARGE, 'sessions', 'kept_counts', 'count_changes', 'node_id_uses', 'node_use_changes']

const listed =
  (filter: RunFilter, after?: readonly string[]) =>
  ({ runs }: Repositories) =>
    runs.listRuns(filter, { limit: 100, after })

type Question = {
  readonly what: string
  readonly ask: (repositories: Repositories) => Promise<unknown>
  /** Indexes that answer it, among others. */
  readonly by: readonly string[]
}

const QUESTIONS: readonly Question[] = [
  { what: 'all runs', ask: listed({}), by: ['workflow_runs_page'] },
  {
    what: 'all runs, from the middle',
    ask: listed({}, ['2026-01-01T00:33:20.000000Z', ref.run_id]),
    by: ['workflow_runs_page'],
  },
  {
    what: 'a text that one run has',
    ask: listed({ q: 'c4ca4238a0b9' }),
    by: ['workflow_runs_pieces', 'workflow_runs_pkey'],
  },
  {
    what: 'a text that some runs have',
    ask: listed({ q: 'agent-7' }),
    by: ['workflow_runs_pieces', 'workflow_runs_pkey'],
  },
  { what: 'a text that some sessions have', ask: listed({ q: 'ocean no 4' }), by: ['sessions_pieces'] },
  { what: 'a text that no run has', ask: listed({ q: 'nobody wrote this' }), by: ['workflow_runs_pieces'] },
  { what: 'two letters that no run has', ask: listed({ q: 'qq' }), by: ['workflow_runs_pieces', 'sessions_pieces'] },
  { what: 'one letter that no run has', ask: listed({ q: 'q' }), by: ['workflow_runs_pieces', 'sessions_pieces'] },
  // Found among the first runs of the list, without asking the index.
  { what: 'a text that many runs have', ask: listed({ q: 'galaxies' }), by: ['workflow_runs_page'] },
  { what: 'two letters that many runs have', ask: listed({ q: 'st' }), by: ['workflow_runs_page'] },
  { what: 'one letter that many runs have', ask: listed({ q: 'e' }), by: ['workflow_runs_page'] },
  { what: 'one status', ask: listed({ status: ['failed'] }), by: ['workflow_runs_status_page'] },
  { what: 'one agent', ask: listed({ agent: 'agent-7' }), by: ['workflow_runs_agent_page'] },
  { what: 'runs that have rows', ask: listed({ has: ['rows'] }), by: ['workflow_runs_page'] },
  { what: 'runs with errors', ask: listed({ has: ['errors'] }), by: ['workflow_runs_page'] },
  { what: 'one mode', ask: listed({ mode: 'planned' }), by: [] },
  { what: 'facets', ask: ({ runs }) => runs.facets(), by: [] },
  {
    what: 'sessions',
    ask: ({ sessions }) => sessions.listSessions({ limit: 100, after: undefined }),
    by: ['sessions_page'],
  },
  { what: 'reuse of a node id', ask: ({ integrity }) => integrity.nodeReuse(ref), by: ['run_revisions_pending'] },
  {
    what: 'how many other runs have a node id',
    ask: ({ nodes }) => nodes.countOtherRunsWithNodeId(ref),
    by: ['dag_nodes_reuse'],
  },
  {
    what: 'the integrity report',
    ask: ({ integrity }) => new IntegrityService(integrity).report(),
    by: ['run_findings_latest', 'node_ids_reused', 'node_uses_by_id'],
  },
]

/**
 * Vacuums these tables until the visibility map has all their pages, without which an index does not answer alone. A
 * transaction of another test in the same database can keep rows from it.
 */
async function vacuumToTheEnd(sql: Sql, tables: readonly string[]): Promise<void> {
  for (let left = tables; left.length > 0;) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (const table of left) await sql.exec(`vacuum analyze ${table}`)
    // oxlint-disable-next-line no-await-in-loop -- as above
    const found = await sql.query(
      `select relname as name from pg_class
      where relnamespace = to_regnamespace(current_schema()) and relname = any($1) and relallvisible < relpages`,
      [left],
      z.object({ name: z.string() }),
    )
    left = found.map(({ name }) => name)
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (left.length > 0) await sleep(200)
  }
}

describe.each(sqlCases)('in $name', ({ openForStore }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await openForStore(180_000)
    await migrate(sql, await readMigrations())
    await sql.transaction(async (tx) => {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (const statement of manyRuns(RUNS)) await tx.exec(statement)
    })
    await foldAllFigures(sql)
    await vacuumToTheEnd(sql, TABLES)
  })
  afterAll(async () => await sql.close())

  test.each(QUESTIONS)('$what: read by indexes, and no large table as a whole', async ({ ask, by }) => {
    const steps: ReadStep[] = []
    await ask(repositoriesOn(explaining(sql, (found) => steps.push(...found))))
    expect(steps.filter(({ how, table }) => how === 'Seq Scan' && LARGE.includes(table ?? ''))).toEqual([])
    const indexes = new Set(steps.map(({ index }) => index))
    expect(by.filter((index) => !indexes.has(index))).toEqual([])
    expect(steps.length).toBeGreaterThan(0)
  })
})
