/**
 * `runlens import` of a SQLite file with IMPORT_EVENTS events (1,000,000), payloads as long as those of the demo, as a
 * process of its own: events a second and the most memory that it took. The dry run, which reads and mends and writes
 * nothing, is the unit. Into the Postgres of TEST_DATABASE_URL, in a schema of its own, else into an embedded database.
 */
import Libsql from 'libsql'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { Random } from '#server/demo/random.ts'
import { numberedUuid } from '#server/generate/numberedUuid.ts'
import { EMPTY_OLD_DATABASE } from '#server/import/memoryOldSource.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { median } from './measure.ts'

const EVENTS = Number(process.env['IMPORT_EVENTS'] ?? 1_000_000)
const EVENTS_PER_RUN = 1000
const ROUNDS = 3

const folder = await mkdtemp(join(tmpdir(), 'runlens-bench-'))
try {
  const old = join(folder, 'old.db')
  writeSource(old)
  console.log(`${EVENTS.toLocaleString('en-US')} events in ${Math.ceil(EVENTS / EVENTS_PER_RUN)} runs`)
  const unit = await report('dry run', async () => await timed(['import', old, '--dry-run'], {}))
  await report(
    process.env['TEST_DATABASE_URL'] === undefined ? 'into an embedded database' : 'into Postgres',
    async () => {
      const schema = await ownSchema()
      const DATA_DIR = join(folder, 'data')
      const target = schema ? { DATABASE_URL: schema.url } : { DATA_DIR }
      const taken = await timed(['import', old], target)
      await schema?.drop()
      await rm(DATA_DIR, { recursive: true, force: true })
      return taken
    },
    unit,
  )
} finally {
  await rm(folder, { recursive: true })
}

/** The events of the demo over and over, in runs of a thousand, each under ids of its own. */
function writeSource(path: string): void {
  const random = new Random('an old database to import')
  const { execution_events: events, dag_nodes: nodes } = demoDatabase()
  const run_ids = Array.from({ length: Math.ceil(EVENTS / EVENTS_PER_RUN) }, (_, run) => numberedUuid(random, run + 1))
  writeOldSqlite(path, {
    ...EMPTY_OLD_DATABASE,
    sessions: [{ id: 'bench' }],
    workflow_runs: run_ids.map((id) => ({
      id,
      session_id: 'bench',
      status: 'completed',
      started_at: '2026-01-01T00:00:00',
    })),
    dag_nodes: nodes.map((node) => ({ ...node, run_id: run_ids[0] })),
  })
  const names = ['run_id', 'node_id', 'event_type', 'event_subtype', 'agent_name', 'timestamp', 'started_at', 'completed_at',
    'duration_ms', 'inputs', 'outputs', 'error_message', 'meta', 'depth', 'status'] // prettier-ignore
  const db = new Libsql(path)
  db.exec('begin')
  const insert = db.prepare(
    `insert into execution_events (id, execution_order, ${names.join(', ')}) values (${Array.from({ length: names.length + 2 }, () => '?').join(', ')})`,
  )
  for (let event = 0; event < EVENTS; event++) {
    const row = { ...events[event % events.length], run_id: run_ids[Math.floor(event / EVENTS_PER_RUN)] }
    const values = names.map((name) => Reflect.get(row, name) ?? null)
    insert.run(numberedUuid(random, event + 1), (event % EVENTS_PER_RUN) + 1, ...values)
  }
  db.exec('commit')
  db.close()
}

type Taken = { readonly seconds: number; readonly megabytes: number }

async function report(name: string, work: () => Promise<Taken>, unit?: number): Promise<number> {
  const taken: Taken[] = []
  for (let round = 0; round < ROUNDS; round++) taken.push(await work())
  const seconds = median(taken.map((one) => one.seconds))
  const rate = Math.round(EVENTS / seconds).toLocaleString('en-US')
  const memory = Math.max(...taken.map((one) => one.megabytes)).toFixed(0)
  const ratio = unit === undefined ? '' : `  ×${(seconds / unit).toFixed(2)}`
  console.log(`${name.padEnd(44)} median ${seconds.toFixed(1)} s  ${rate} events/s  at most ${memory} MB${ratio}`)
  return seconds
}

/** Wall time of the process, its start included, and the most memory that it held. */
async function timed(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Taken> {
  const peak = 'process.on("exit",()=>process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))'
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${peak}`, 'bin/runlens.mjs', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`the import ended with ${String(code)}: ${said}`)
  const kibibytes = Number(/\npeak (\d+)\n/.exec(said)?.[1])
  return { seconds: (performance.now() - start) / 1000, megabytes: (kibibytes * 1024) / 1_000_000 }
}
