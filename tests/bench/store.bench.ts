/** Reads of the API over the demo, on each store; memory is the unit. TEST_DATABASE_URL adds a Postgres, in which it leaves the demo. */
import { apiOver } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { openPgliteStore, openPostgresStore } from '#server/store/postgres/engine/openStore.ts'
import { demoSource } from '#server/demo/demoSource.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { measure, median, printRow } from './measure.ts'

const RUN = '/api/runs/4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
const READS = [
  '/api/runs?limit=100',
  '/api/runs?status=failed&q=transit',
  `${RUN}/dag`,
  `${RUN}/nodes/step_1/events`,
  `${RUN}/nodes/step_1/execution-summary`,
] as const

const url = process.env['TEST_DATABASE_URL']
const stores = [
  { name: 'memory', open: async () => createMemoryStore() },
  { name: 'PGlite', open: async () => openPgliteStore({}) },
  ...(url === undefined ? [] : [{ name: 'Postgres', open: async () => openPostgresStore({ url }) }]),
]

const unit = new Map<string, number>()
for (const { name, open } of stores) {
  const store = await open()
  const start = performance.now()
  await importOldDatabase(demoSource(), store.writer)
  console.log(`${`${name}: demo imported`.padEnd(44)} once   ${(performance.now() - start).toFixed(0).padStart(9)} ms`)
  const api = apiOver(store)
  for (const path of READS) {
    const taken = await measure(40, async () => {
      const reply = await api.request(path)
      if (!reply.ok) throw new Error(`${path} answered ${reply.status}`)
      await reply.arrayBuffer()
    })
    const base = unit.get(path)
    if (base === undefined) unit.set(path, median(taken))
    printRow(`${name}: ${path.replace(RUN, '…')}`, taken, base)
  }
  await store.close()
}
