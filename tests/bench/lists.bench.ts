/**
 * The list of runs, its search and filters, facets, reuse of node ids and the integrity report, at 50,000 and 500,000 runs;
 * RUNS names other sizes, TIMES how often each is asked. TEST_DATABASE_URL adds a Postgres, in schemas that are dropped again.
 * Figures of the smaller size are the unit.
 */
import { RunId } from '#contract/ids.ts'
import { repositoriesOn } from '#server/db/openStore.ts'
import { migrate, readMigrations } from '#server/db/migrate.ts'
import { openPgliteSql } from '#server/db/pgliteSql.ts'
import { openPostgresSql } from '#server/db/postgresSql.ts'
import type { Sql } from '#server/db/sql.ts'
import { IntegrityService } from '#server/integrity/IntegrityService.ts'
import type { Keyset, Repositories, RunFilter } from '#server/ports.ts'
import * as z from 'zod/mini'
import { ownSchema } from '#tests/support/databases.ts'
import { measure, median, printRow } from './measure.ts'

const sizes = (process.env['RUNS'] ?? '50000,500000').split(',').map(Number)
const TIMES = Number(process.env['TIMES'] ?? 20)
type Opened = { readonly sql: Sql; readonly drop: () => Promise<void> }
const engines: readonly { readonly name: string; readonly open: () => Promise<Opened> }[] = [
  { name: 'PGlite', open: async () => ({ sql: await openPgliteSql(), drop: async () => undefined }) },
  ...(process.env['TEST_DATABASE_URL'] === undefined ? [] : [{ name: 'Postgres', open: openSchema }]),
]

async function openSchema(): Promise<Opened> {
  const schema = await ownSchema()
  if (!schema) throw new Error('there is no Postgres')
  return { sql: openPostgresSql(schema.url), drop: schema.drop }
}

const idOf = (place: number) => z.parse(RunId, `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`)

/** Runs one second apart, ten a session, with three nodes and three events each; each seventh has a finding. */
const seed = (runs: number): readonly string[] => [
  `insert into sessions (session_id, name, meta)
    select 's' || i, 'Session of the ' || (array['ocean', 'river', 'forest', 'desert'])[1 + i % 4] || ' no ' || i, '{}'
    from generate_series(0, ${runs} / 10) i`,
  `insert into workflow_runs (run_id, session_id, status, mode, agent, model, task_description, started_at, meta)
    select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 's' || (i / 10),
      (array['completed', 'completed', 'failed', 'executing'])[1 + i % 4], (array['one_shot', 'planned'])[1 + i % 2],
      'agent-' || (i % 50), 'model-' || (i % 7), 'Study the ' || (array['stars', 'galaxies', 'comets'])[1 + i % 3] ||
      ' of region ' || md5(i::text) || ' and report what differs', timestamptz '2026-01-01' + i * interval '1 s', '{}'
    from generate_series(1, ${runs}) i`,
  `insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
    select run_id, node_id, 'agent', node_id, 'completed', 'recorded', '{}' from workflow_runs,
      lateral (values ('step_1'), ('planning'), (gen_random_uuid()::text)) own (node_id)`,
  `insert into execution_events (run_id, event_id, node_id, event_type, headline, is_error, meta)
    select run_id, substr(run_id::text, 25) || '-' || k, (array['step_1', 'planning', null])[k], 'llm_call', 'called', false, '{}'
    from workflow_runs, generate_series(1, 3) k`,
  `insert into run_audits (run_id, revision, audited_revision, finding_count, groups)
    select run_id, 1, 1, 1, json_build_array(json_build_object('kind', 'start_unfinished', 'findings', 1, 'rows', 1, 'runs', 1,
      'examples', json_build_array(json_build_object('kind', 'start_unfinished', 'run_id', run_id, 'node_id', null,
      'event_id', null, 'table', 'execution_events', 'key', '', 'rows', 1, 'detail', 'began')))) from workflow_runs
    where extract(epoch from started_at)::bigint % 7 = 0`,
  `insert into run_audits (run_id, revision, audited_revision) select run_id, 1, 1 from workflow_runs on conflict do nothing`,
  `insert into node_uses (run_id, node_id, events, files, messages)
    select run_id, node_id, case when node_id in ('step_1', 'planning') then 1 else 0 end, 0, 0 from dag_nodes`,
  `update run_audits a set node_ids = own.ids, node_events = own.events, node_files = own.none, node_messages = own.none
    from (select run_id, array_agg(node_id) as ids, array_agg(events) as events, array_agg(0) as none
      from node_uses group by run_id) own where own.run_id = a.run_id`,
]

function works(repositories: Repositories, runs: number): Readonly<Record<string, () => Promise<unknown>>> {
  const { runs: list, integrity } = repositories
  const page = (filter: RunFilter, after?: Keyset) => () => list.listRuns(filter, { limit: 100, after })
  const middle = Math.floor(runs / 2)
  const moment = new Date(Date.UTC(2026, 0, 1) + middle * 1000).toISOString().replace('Z', '000Z')
  const report = new IntegrityService(integrity)
  return {
    'all runs': page({}),
    'all runs, from the middle': page({}, [moment, idOf(middle)]),
    'q: one run': page({ q: 'c4ca4238a0b9' }),
    'q: a third of the runs': page({ q: 'galaxies' }),
    'q: none': page({ q: 'nobody wrote this' }),
    'q: none, of common pieces': page({ q: 'stars galaxies' }),
    'q: two letters, many': page({ q: 'st' }),
    'q: two letters, none': page({ q: 'qq' }),
    'q: a session': page({ q: 'ocean no 4' }),
    'q: the beginning of an id': page({ q: idOf(16).slice(0, 35) }),
    'one status': page({ status: ['failed'] }),
    'one agent': page({ agent: 'agent-7' }),
    'q and a status of no run': page({ q: 'galaxies', status: ['draft'] }),
    facets: () => list.facets(),
    'reuse of an id of all runs': () =>
      integrity.nodeReuse({
        run_id: idOf(middle),
        node_id: 'step_1' as Parameters<typeof integrity.nodeReuse>[0]['node_id'],
      }),
    'integrity report, made anew': () => report.report(),
  }
}

for (const { name, open } of engines) {
  const unit = new Map<string, number>()
  for (const runs of sizes) {
    const { sql, drop } = await open()
    await migrate(sql, await readMigrations())
    const start = performance.now()
    await sql.transaction(async (tx) => {
      for (const statement of seed(runs)) await tx.exec(statement)
    })
    await sql.exec('vacuum analyze')
    console.log(`${name}, ${runs} runs: made in ${((performance.now() - start) / 1000).toFixed(0)} s`)
    for (const [what, work] of Object.entries(works(repositoriesOn(sql), runs))) {
      const taken = await measure(what.startsWith('integrity') ? Math.min(3, TIMES) : TIMES, work)
      if (!unit.has(what)) unit.set(what, median(taken))
      printRow(`${name}, ${runs}: ${what}`, taken, unit.get(what))
    }
    await sql.close()
    await drop()
  }
}
