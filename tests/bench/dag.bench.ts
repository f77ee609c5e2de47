/**
 * What the graph of a run costs on its way to the reader: bytes, the database, the server beyond it, and the reader's own work;
 * row by row and column by column. On PGlite; TEST_DATABASE_URL adds a Postgres, in which it leaves its runs.
 */
import { DagColumns } from '#contract/dagColumns.ts'
import { DagReply } from '#contract/scoped.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { apiOver } from '#mocks/handlers.ts'
import { openPgliteSql } from '#server/store/postgres/engine/pgliteSql.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import type { Sql } from '#server/store/postgres/sql.ts'
import { generatedRun } from '#server/generate/generatedRun.ts'
import * as zlib from 'node:zlib'
import * as z from 'zod/mini'
import { measure, median, printRow } from './measure.ts'

const SIZES = [1000, 10_000] as const
const ROUNDS = 15

const url = process.env['TEST_DATABASE_URL']
const engines = [
  { name: 'pglite', open: () => openPgliteSql() },
  ...(url === undefined ? [] : [{ name: 'postgres', open: async () => openPostgresSql(url) } as const]),
] as const

/** The same database, which counts how long somebody waited for it. */
function timed(sql: Sql): { readonly sql: Sql; readonly waited: () => number } {
  let open = 0
  let since = 0
  let total = 0
  const query: Sql['query'] = async (text, params, row) => {
    if (open++ === 0) since = performance.now()
    // Rows are checked by the server, so that this counts as its own time.
    const rows = await sql.query(text, params, z.unknown()).finally(() => {
      if (--open === 0) total += performance.now() - since
    })
    return rows.map((each) => z.parse(row, each))
  }
  const waited = () => {
    const all = total
    total = 0
    return all
  }
  return { sql: { ...bound(sql), query }, waited }
}

const bound = (sql: Sql): Sql => ({
  query: (...asked) => sql.query(...asked),
  exec: (...asked) => sql.exec(...asked),
  transaction: (...asked) => sql.transaction(...asked),
  listen: (...asked) => sql.listen(...asked),
  tell: (...asked) => sql.tell(...asked),
  close: () => sql.close(),
})

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`.padStart(8)

function printBytes(name: string, text: string): void {
  const brotli = zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })
  const zstd =
    'zstdCompressSync' in zlib
      ? kilobytes(zlib.zstdCompressSync(text, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } }).length)
      : 'not here'
  const sizes = [
    `raw ${kilobytes(Buffer.byteLength(text))}`,
    `gzip 1 ${kilobytes(zlib.gzipSync(text, { level: 1 }).length)}`,
    `br 1 ${kilobytes(brotli.length)}`,
    `zstd 1 ${zstd}`,
  ]
  console.log(`${name.padEnd(44)} ${sizes.join('  ')}`)
}

/** As the app does with a reply. */
const READ = {
  dag: (text: string) => z.parse(DagReply, JSON.parse(text)),
  'dag-columns': (text: string) => unpackDag(z.parse(DagColumns, JSON.parse(text))),
} as const

for (const { name: engine, open } of engines) {
  const { sql, waited } = timed(await open())
  const store = await storeOn(engine, sql)
  const api = apiOver(store, 'scope')
  for (const nodes of SIZES) {
    const size = { nodes, events: 5 * nodes, messages: nodes, files: nodes / 10 }
    const { session, bundle } = generatedRun({ ...size, seed: 'one', large: false, hostile: false })
    await store.writer.writeSessions([session], 'demo')
    await store.writer.writeRun(bundle, 'demo')
    await store.writer.settle()
    console.log(`\n${engine}, ${nodes} nodes, ${size.events} events, ${bundle.edges.length} edges`)
    const base = new Map<string, number>()
    for (const form of ['dag', 'dag-columns'] as const) {
      const path = `/api/runs/${bundle.run.run_id}/${form}`
      const queries: number[] = []
      const beyond: number[] = []
      let text = ''
      for (let round = 0; round <= ROUNDS; round++) {
        const start = performance.now()
        text = await (await api.request(path)).text()
        const whole = performance.now() - start
        const query = waited()
        // The first time is not counted: nothing is compiled yet.
        if (round > 0) queries.push(query)
        if (round > 0) beyond.push(whole - query)
      }
      const reading = await measure(ROUNDS, () => READ[form](text))
      printBytes(form, text)
      for (const [what, values] of [
        ['query', queries],
        ['server beyond it', beyond],
        ['parse and unpack', reading],
      ] as const) {
        if (!base.has(what)) base.set(what, median(values))
        printRow(`${form}: ${what}`, values, base.get(what))
      }
    }
  }
  await store.close()
}
