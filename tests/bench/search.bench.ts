/** Searches in a run of 100,000 events with a payload of 1 kB each; TEST_DATABASE_URL adds a Postgres, in a schema of its own. */
import type { ExecutionEvent } from '#contract/entities.ts'
import type { SearchKind } from '#contract/search.ts'
import { aBundle, aMessage, aNode, anEvent, aSession } from '#mocks/fixtures/builders.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { measure, printRow } from './measure.ts'

const EVENTS = 100_000
const NODES = 2_000
const RUNS_LISTED = 100

const node_id = (i: number) => `step_${i % NODES}`
const words = (i: number, count: number) =>
  Array.from(
    { length: count },
    (_, j) => `value_${((i * 31 + j * 17) % 997).toString(36)} = Load(frame, ${i + j})`,
  ).join('\n')

const template = anEvent({
  event_type: 'code_exec',
  event_subtype: 'execution',
  status: 'completed',
  agent_name: 'engineer',
})
/** Made from one checked row: to check 100,000 would take longer than to search them. */
const event = (i: number): ExecutionEvent => ({
  ...template,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ids of a template that the contract has checked
  event_id: `event-${i}` as ExecutionEvent['event_id'],
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  node_id: node_id(i) as ExecutionEvent['node_id'],
  execution_order: i,
  error_message: i % 500 === 0 ? `probe ${i} lost` : null,
  inputs: { language: 'python', code: words(i, 15) },
  outputs: { stdout: words(i + 7, 15), exit_code: 0 },
})

const bundle = aBundle({
  nodes: Array.from({ length: NODES }, (_, i) => aNode({ node_id: node_id(i), label: `Step ${i}`, order_index: i })),
  events: Array.from({ length: EVENTS }, (_, i) => event(i)),
  messages: Array.from({ length: 10_000 }, (_, i) => aMessage({ message_id: `m${i}`, content: words(i, 10) })),
})
const bytes = new TextEncoder().encode(JSON.stringify([bundle.events[9]?.inputs, bundle.events[9]?.outputs])).length

const SEARCHES: readonly (readonly [string, SearchKind, string])[] = [
  ['nowhere', 'event', 'nobody wrote this'],
  ['in 200 events', 'event', 'Probe'],
  ['in every event', 'event', 'load(FRAME'],
  ['with a quote', 'event', '"nobody'],
  ['in every node', 'node', 'step'],
  ['in every message', 'message', 'value'],
]

for (const { name, open } of sqlCases) {
  const sql = await open()
  const store = await storeOn(name, sql)
  await store.writer.writeSessions([aSession({ session_id: bundle.run.session_id })])
  const start = performance.now()
  await store.writer.writeRun(bundle)
  console.log(
    `${`${name}: ${EVENTS} events of ${bytes} bytes stored`.padEnd(44)} once   ${(performance.now() - start).toFixed(0).padStart(9)} ms`,
  )
  // Statistics, which a server gathers by itself some seconds later, but no vacuum, which may take it much longer.
  await sql.exec('analyze')
  const { search, runs, summaries } = store.repositories
  const { run_id } = bundle.run
  for (const [what, kind, q] of SEARCHES)
    printRow(
      `${name}: ${kind}s, ${what}`,
      await measure(15, () => search.search(run_id, kind, q, { limit: 100, after: undefined })),
    )
  printRow(
    `${name}: list of runs`,
    await measure(15, () => runs.listRuns({}, { limit: RUNS_LISTED, after: undefined })),
  )
  printRow(`${name}: summary of the run`, await measure(5, () => summaries.summarizeRun(run_id)))
  await store.close()
}
