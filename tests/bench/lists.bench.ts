/**
 * The list of runs, its search and filters, facets, reuse of node ids and the integrity report, at 50,000 and 500,000 runs;
 * RUNS names other sizes, TIMES how often each is asked, ENGINES one engine alone. TEST_DATABASE_URL adds a Postgres, in
 * schemas that are dropped again. Figures of the smaller size are the unit. Nothing is kept from one question to the next.
 */
import { NodeId } from '#contract/ids.ts'
import { foldAllFigures } from '#server/store/postgres/write/foldFigures.ts'
import { repositoriesOn } from '#server/store/postgres/engine/openStore.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Keyset } from '#server/store/ports/page.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { RunFilter } from '#server/store/ports/runs.ts'
import * as z from 'zod/mini'
import { idOfMany, manyRuns } from '#tests/support/manyRuns.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { measure, median, printRow } from './measure.ts'

const sizes = (process.env['RUNS'] ?? '50000,500000').split(',').map(Number)
const TIMES = Number(process.env['TIMES'] ?? 20)
/** What each question may take at most, of 20 one. */
const targetOf = (runs: number): number => (runs <= 50_000 ? 100 : 300)
type Opened = { readonly sql: Sql; readonly drop: () => Promise<void> }
const engines: readonly { readonly name: string; readonly open: () => Promise<Opened> }[] = [
  {
    name: 'PGlite',
    open: async () => ({ sql: await openPgliteSql(undefined, { readLimitMs: 600_000 }), drop: async () => undefined }),
  },
  ...(process.env['TEST_DATABASE_URL'] === undefined ? [] : [{ name: 'Postgres', open: openSchema }]),
]

async function openSchema(): Promise<Opened> {
  const schema = await ownSchema()
  if (!schema) throw new Error('there is no Postgres')
  return { sql: openPostgresSql(schema.url, { readLimitMs: 600_000 }), drop: schema.drop }
}

const nodeId = (id: string) => z.parse(NodeId, id)

function works(repositories: Repositories, runs: number): Readonly<Record<string, () => Promise<unknown>>> {
  const { runs: list, integrity } = repositories
  const page = (filter: RunFilter, after?: Keyset) => () => list.listRuns(filter, { limit: 100, after })
  const middle = Math.floor(runs / 2)
  const moment = new Date(Date.UTC(2026, 0, 1) + middle * 1000).toISOString().replace('Z', '000Z')
  const report = new IntegrityService(integrity)
  return {
    'all runs': page({}),
    'all runs, from the middle': page({}, [moment, idOfMany(middle)]),
    'q: one run': page({ q: 'c4ca4238a0b9' }),
    'q: a third of the runs': page({ q: 'galaxies' }),
    'q: none': page({ q: 'nobody wrote this' }),
    'q: none, of common pieces': page({ q: 'stars galaxies' }),
    'q: two letters, many': page({ q: 'st' }),
    'q: two letters, none': page({ q: 'qq' }),
    'q: a session': page({ q: 'ocean no 4' }),
    'q: the beginning of an id': page({ q: idOfMany(16).slice(0, 35) }),
    'one status': page({ status: ['failed'] }),
    'one agent': page({ agent: 'agent-7' }),
    'q and a status of no run': page({ q: 'galaxies', status: ['draft'] }),
    facets: () => list.facets(),
    'reuse of an id of all runs': () => integrity.nodeReuse({ run_id: idOfMany(middle), node_id: nodeId('step_1') }),
    'reuse of an id of one run': () => integrity.nodeReuse({ run_id: idOfMany(middle), node_id: nodeId('nowhere') }),
    'other runs with an id of all runs': () =>
      repositories.nodes.countOtherRunsWithNodeId({ run_id: idOfMany(middle), node_id: nodeId('step_1') }),
    sessions: () => repositories.sessions.listSessions({ limit: 100, after: undefined }),
    'integrity report': () => report.report(),
  }
}

for (const { name, open } of engines.filter((one) => (process.env['ENGINES'] ?? one.name) === one.name)) {
  const unit = new Map<string, number>()
  for (const runs of sizes) {
    const { sql, drop } = await open()
    await migrate(sql, await readMigrations())
    const start = performance.now()
    await sql.transaction(async (tx) => {
      for (const statement of manyRuns(runs)) await tx.exec(statement)
    }, 'unlimited')
    await foldAllFigures(sql)
    await sql.exec('vacuum analyze')
    console.log(`${name}, ${runs} runs: made in ${((performance.now() - start) / 1000).toFixed(0)} s`)
    for (const [what, work] of Object.entries(works(repositoriesOn(sql), runs))) {
      const taken = await measure(TIMES, work)
      if (!unit.has(what)) unit.set(what, median(taken))
      printRow(`${name}, ${runs}: ${what}`, taken, unit.get(what), targetOf(runs))
    }
    await sql.close()
    await drop()
  }
}
