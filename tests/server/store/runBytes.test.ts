import * as z from 'zod/mini'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { emptyMemoryData } from '#server/store/memory/memoryData.ts'
import { MemorySpanStore } from '#server/store/memory/MemorySpanStore.ts'
import { migrate, readMigrations } from '#server/store/postgres/engine/migrate.ts'
import { PgSpanStore } from '#server/store/postgres/spans/PgSpanStore.ts'
import { reasonFull } from '#server/store/spans/runBytes.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'
import { sqlCases } from '#tests/support/databases.ts'

const BYTES_MAX = 20_000
const FULL = reasonFull(BYTES_MAX)

type Case = {
  readonly name: string
  /** Two servers on one database, where it can have several. */
  readonly open: () => Promise<{ readonly stores: readonly SpanStore[]; readonly close: () => Promise<void> }>
}

const cases: readonly Case[] = [
  {
    name: 'memory',
    open: async () => ({ stores: [new MemorySpanStore(emptyMemoryData(), BYTES_MAX)], close: async () => undefined }),
  },
  ...sqlCases.map(({ name, openForStore }) => ({
    name,
    open: async () => {
      const sql = await openForStore()
      await migrate(sql, await readMigrations())
      const store = () => new PgSpanStore(sql, { isAlone: false, version: '1.0.0', bytesMax: BYTES_MAX })
      return { stores: [store(), store()], close: () => sql.close() }
    },
  })),
]

let traces = 0
const nextTrace = () => (traces += 1).toString(16).padStart(32, '0')
const idOf = (at: number) => (at + 1).toString(16).padStart(16, '0')
/** A span of about so many bytes. */
const sized = (trace_id: string, at: number, bytes: number, resource: string = '') =>
  aSpan({
    trace_id,
    span_id: idOf(at),
    attributes: { text: 'x'.repeat(bytes) },
    resource: { 'service.name': 'one', resource },
  })

describe.each(cases)('the bytes of spans that $name keeps of one run', ({ open }) => {
  let stores: readonly SpanStore[] = []
  let close = async () => undefined as unknown
  beforeAll(async () => {
    const opened = await open()
    stores = opened.stores
    close = opened.close
  })
  afterAll(async () => void (await close()))
  const store = (at = 0) => {
    const found = stores[at % stores.length]
    if (!found) throw new Error('there is no store')
    return found
  }
  const kept = async (trace_id: string) => (await store().spansOfRun(runOfTrace(trace_id))).spans.length

  test('end at a bound: what is beyond it is refused, with the reason, and what fits is taken', async () => {
    const trace_id = nextTrace()
    const first = [0, 1].map((at) => sized(trace_id, at, 8000))
    expect(await store().acceptSpans(first)).toEqual([])
    const more = [sized(trace_id, 2, 8000), sized(trace_id, 3, 100)]
    expect(await store(1).acceptSpans(more)).toEqual([{ reason: FULL, count: 1 }])
    expect(await kept(trace_id)).toBe(3)
    // Nobody else has to suffer for it.
    expect(await store().acceptSpans([sized(nextTrace(), 0, 8000)])).toEqual([])
  })

  test('do not grow by what comes again, and only by the difference where a span says more', async () => {
    const trace_id = nextTrace()
    const spans = [0, 1].map((at) => sized(trace_id, at, 8000))
    for (let times = 0; times < 4; times++) expect(await store(times).acceptSpans(spans)).toEqual([])
    for (let times = 1; times < 8; times++) {
      const longer = { ...sized(trace_id, 0, 8000 + times), end_ns: `${1_800_000_000_000_000_000n + BigInt(times)}` }
      expect(await store(times).acceptSpans([longer])).toEqual([])
    }
    expect(await store().acceptSpans([sized(trace_id, 2, 1000)])).toEqual([])
  })
})

const [, postgres] = sqlCases
describe.each(sqlCases)('what spans share in $name', ({ name, openForStore }) => {
  test('counts for the run that brought it, once', async () => {
    const sql = await openForStore()
    await migrate(sql, await readMigrations())
    const store = new PgSpanStore(sql, { isAlone: false, version: '1.0.0', bytesMax: BYTES_MAX })
    const trace_id = nextTrace()
    const withContext = (at: number, which: string) => sized(trace_id, at, 10, which.repeat(8000))
    expect(await store.acceptSpans([withContext(0, 'a'), withContext(1, 'a')])).toEqual([])
    expect(await store.acceptSpans([withContext(2, 'a'), withContext(3, 'b')])).toEqual([])
    expect(await store.acceptSpans([withContext(4, 'c'), withContext(5, 'a')])).toEqual([{ reason: FULL, count: 1 }])
    await sql.close()
  })

  test.runIf(name === postgres?.name)('is bounded for several servers that write at once', async () => {
    const sql = await openForStore()
    await migrate(sql, await readMigrations())
    const servers = Array.from(
      { length: 4 },
      () => new PgSpanStore(sql, { isAlone: false, version: '1.0.0', bytesMax: BYTES_MAX }),
    )
    const trace_id = nextTrace()
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => await servers[at % 4]?.acceptSpans([sized(trace_id, at, 3000)])),
    )
    const refused = answers.flat().reduce((sum, one) => sum + (one?.count ?? 0), 0)
    const { spans } = await store(servers).spansOfRun(runOfTrace(trace_id))
    expect(spans).toHaveLength(12 - refused)
    expect(refused).toBeGreaterThan(0)
    const [found] = await sql.query(
      `select span_bytes as counted, (select sum(bytes) from spans)::bigint + (select sum(bytes) from span_contexts)::bigint as stored
      from span_runs`,
      [],
      z.object({ counted: z.int(), stored: z.int() }),
    )
    expect(found?.counted).toBe(found?.stored)
    expect(found?.stored).toBeLessThanOrEqual(BYTES_MAX)
    await sql.close()
  })
})

const store = ([first]: readonly SpanStore[]): SpanStore => {
  if (!first) throw new Error('there is no server')
  return first
}
