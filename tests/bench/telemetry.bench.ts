/** What it takes to receive spans over HTTP, and to draw a run of 5,000 of them. TEST_DATABASE_URL adds a Postgres, in which it leaves what it stored. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPgliteStore, openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { projectorOf } from '#server/projectorOf.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { agentTrace } from '#tests/support/agentTrace.ts'
import { otlpProtobuf } from '#tests/support/sentSpans.ts'
import { openChildServer } from './childServer.ts'
import { benchDrain } from './drain.ts'
import { measure, printRow } from './measure.ts'

const SPANS_A_BODY = 500
const BODIES = 20
const WRITERS = 4
/** 500 nodes with nine calls each, and the root: 5,001 spans. */
const [NODES, CALLS] = [500, 9]
const ROUNDS = 5

const url = process.env['TEST_DATABASE_URL']
const folder = () => mkdtempSync(join(tmpdir(), 'runlens-bench-'))
const databases = [
  { name: 'PGlite', env: { DATA_DIR: folder() }, open: async () => openPgliteStore({}) },
  ...(url === undefined
    ? []
    : [{ name: 'Postgres', env: { DATABASE_URL: url }, open: async () => openPostgresStore({ url }) }]),
]

/** Traces of their own for each measurement, also in a Postgres that has those of an earlier one. */
let trace = Math.floor(Date.now() / 1000) % 2 ** 31
const nextTrace = () => (trace += 1)

async function receive(name: string, env: Readonly<Record<string, string>>): Promise<void> {
  const { base, close } = await openChildServer(env)
  const perSpan: number[] = []
  // The first round is not counted, for the server warms up in it.
  for (let round = 0; round <= ROUNDS; round++) {
    const bodies = Array.from({ length: BODIES }, () => otlpProtobuf(agentTrace(nextTrace(), 50, 9).slice(1)))
    const start = performance.now()
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let body = bodies.pop(); body; body = bodies.pop()) {
          const headers = { 'content-type': body.type }
          const response = await fetch(`${base}/v1/traces`, { method: 'POST', headers, body: body.bytes })
          if (!response.ok) throw new Error(`the server answered ${response.status}`)
          await response.arrayBuffer()
        }
      }),
    )
    const spans = BODIES * SPANS_A_BODY
    if (round > 0) perSpan.push((performance.now() - start) / spans)
  }
  printRow(`${name}: a span received, of ${SPANS_A_BODY} in a body`, perSpan)
  console.log(`${''.padEnd(44)} ${(1000 / Math.min(...perSpan)).toFixed(0)} spans/s at best, while runs are drawn`)
  await close()
}

const largeTrace = () => decodeOtlpProtobuf(otlpProtobuf(agentTrace(nextTrace(), NODES, CALLS)).bytes).spans

async function draw(name: string, open: () => Promise<Store>, base: number): Promise<void> {
  const store = await open()
  const projector = projectorOf(store, (sentence) => {
    throw new Error(sentence)
  })
  const timed = async () => {
    const start = performance.now()
    await projector.projectDue()
    return performance.now() - start
  }
  const [first, again]: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round++) {
    const spans = largeTrace()
    const last = spans.at(-1)
    await store.spans.acceptSpans(spans.slice(0, -1))
    const taken = await timed()
    if (last) await store.spans.acceptSpans([last])
    const more = await timed()
    if (round === 0) continue
    first.push(taken)
    again.push(more)
  }
  printRow(`${name}: 5,000 spans read, projected, stored`, first, base)
  printRow(`${name}: the same after one more span`, again, base)
  await store.close()
}

const spans = largeTrace()
const run_id = runOfTrace(spans[0]?.trace_id ?? '')
const alone = await measure(ROUNDS * 2, () => projectSpans(run_id, spans, { isQuiet: false }))
printRow(`projectSpans alone, ${spans.length} spans, ${NODES} nodes`, alone)
for (const { name, open } of databases) await draw(name, open, Math.min(...alone))
if (url !== undefined) await benchDrain()
for (const { name, env } of databases) await receive(name, env)
