import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { agentTrace } from '#tests/support/agentTrace.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { otlpProtobuf } from '#tests/support/sentSpans.ts'
import { openChildServer } from './childServer.ts'
import { median, printRow } from './measure.ts'

const TRACES = 240
const ROUNDS = 3

/** Counts each time that a server takes a run to draw it. */
const COUNT_DRAWS = `create table draws (run_id uuid);
  create function note_draw() returns trigger language plpgsql as $$ begin insert into draws values (new.run_id); return null; end $$;
  create trigger note_draw after update of claimed_by on span_runs for each row
    when (new.claimed_by is not null and new.claimed_by is distinct from old.claimed_by) execute function note_draw()`

/** How long one server and three, each a process of its own, take to draw one backlog, and how often each trace is drawn. */
export async function benchDrain(): Promise<void> {
  const taken: Record<number, number[]> = { 1: [], 3: [] }
  // In turn, so that whatever else the machine does meets both.
  for (let round = 1; round <= ROUNDS; round++)
    for (const servers of [1, 3]) {
      const took = await drain(servers)
      taken[servers]?.push(took)
      console.log(`round ${round}: ${servers} in ${Math.round(took)} ms`)
    }
  const [one, three] = [taken[1] ?? [], taken[3] ?? []]
  printRow(`Postgres: ${TRACES} traces drawn by one server`, one)
  printRow('the same by three servers', three, median(one))
  console.log(
    `${''.padEnd(44)} each trace drawn once; three are ${median(three) <= median(one) ? 'not slower' : 'SLOWER'}`,
  )
}

async function drain(servers: number): Promise<number> {
  const schema = await ownSchema()
  if (!schema) throw new Error('there is no Postgres')
  const sql = openPostgresSql(schema.url)
  const store = await openPostgresStore({ url: schema.url })
  try {
    for (let trace = 1; trace <= TRACES; trace++)
      await store.spans.acceptSpans(decodeOtlpProtobuf(otlpProtobuf(agentTrace(trace, 20, 5)).bytes).spans)
    // Servers that start at different moments begin at the same one.
    await sql.query("update span_runs set rest_until = 'infinity'", [], NoRow)
    await sql.exec(COUNT_DRAWS)
    const running = await Promise.all(
      Array.from({ length: servers }, () => openChildServer({ DATABASE_URL: schema.url })),
    )
    const start = performance.now()
    await sql.query('update span_runs set rest_until = null', [], NoRow)
    while ((await numberOf(sql, 'select count(*) as count from span_runs where projected_revision <> revision')) > 0)
      await sleep(20)
    const took = performance.now() - start
    for (const { close } of running) await close()
    const draws = await numberOf(sql, 'select count(*) as count from draws')
    if (draws !== TRACES) throw new Error(`${TRACES} traces were drawn ${draws} times by ${servers} servers`)
    return took
  } finally {
    await store.close()
    await sql.close()
    await schema.drop()
  }
}

const numberOf = async (sql: Sql, text: string): Promise<number> =>
  (await sql.query(text, [], z.object({ count: z.int() })))[0]?.count ?? 0
