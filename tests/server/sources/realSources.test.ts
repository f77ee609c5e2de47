import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { memoryOldSource } from '#server/import/memoryOldSource.ts'
import type { OldSource } from '#server/import/OldSource.ts'
import { auditOldDatabase } from '#server/integrity/auditOldDatabase.ts'
import { openSource } from '#server/sources/openSource.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { writeOldPostgres, writeOldSqlite } from '#tests/support/oldDatabases.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { importing, importingFrom } from '#tests/support/oldDatabases/importing.ts'

/** The demo as the old system would have kept it, in a real SQLite file and, where one is given, a real Postgres. */
const demo = demoDatabase()
const withoutContents = { ...demo, contents: new Map<string, Uint8Array<ArrayBuffer>>() }

let folder: string
let schema: Awaited<ReturnType<typeof ownSchema>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-'))
  writeOldSqlite(join(folder, 'old.db'), demo)
  schema = await ownSchema()
  if (schema) await writeOldPostgres(schema.url, demo)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await schema?.drop()
})

const CASES = [
  ['a SQLite file', () => join(folder, 'old.db')],
  ...(process.env['TEST_DATABASE_URL'] === undefined
    ? []
    : [['a Postgres database', () => schema?.url ?? ''] as const]),
] as const

describe.each(CASES)('%s of the old shape', (_, name) => {
  const opened = async <Result>(work: (source: OldSource) => Promise<Result>): Promise<Result> => {
    const source = await openSource(name())
    try {
      return await work(source)
    } finally {
      await source.close()
    }
  }

  it('tells how much there is', async () => {
    expect(await opened((source) => source.size())).toEqual({ runs: 265, events: 635 })
  })

  it('is audited as the same rows in memory are', async () => {
    const expected = await auditOldDatabase(memoryOldSource(withoutContents))
    const { report } = await opened((source) => auditOldDatabase(source))
    expect({ ...report, groups: [] }).toEqual({ ...expected.report, groups: [] })
    const numbers = report.groups.map(({ kind, findings, rows, runs }) => [kind, findings, rows, runs])
    expect(numbers).toEqual(
      expected.report.groups.map(({ kind, findings, rows, runs }) => [kind, findings, rows, runs]),
    )
  })

  it('imports every row under its own run and node, compared row by row with the source', async () => {
    const { bundleOf, report } = await opened(importingFrom)
    for (const row of demo.execution_events) expectPlaced(bundleOf(String(row['run_id'])).events, 'event_id', row)
    for (const row of demo.files) expectPlaced(bundleOf(String(row['run_id'])).files, 'file_id', row)
    for (const row of demo.messages) expectPlaced(bundleOf(String(row['run_id'])).messages, 'message_id', row)
    expect(report.tables).toMatchObject({
      sessions: { read: 123, placed: 123, unplaced: 0 },
      workflow_runs: { read: 265, placed: 265, unplaced: 0 },
      dag_nodes: { read: 153, placed: 153, unplaced: 0 },
      dag_edges: { read: 68, placed: 68, unplaced: 0 },
      execution_events: { read: 635, placed: 635, unplaced: 0 },
      files: { read: 31, placed: 31, unplaced: 0 },
      messages: { read: 3, placed: 3, unplaced: 0 },
    })
  })

  it('gives the very bundles that the same rows give in memory: payloads, times and numbers survive the database', async () => {
    const expected = await importing(withoutContents)
    const { bundleOf, sessions } = await opened(importingFrom)
    expect(sessions).toEqual(expected.sessions)
    for (const { id } of demo.workflow_runs)
      expect(sorted(bundleOf(String(id)))).toEqual(sorted(expected.bundleOf(String(id))))
  })

  it('gives the same rows when it is read a second time', async () => {
    const first = await opened(importingFrom)
    const second = await opened(importingFrom)
    expect(second.report).toEqual(first.report)
    for (const { id } of demo.workflow_runs) expect(second.bundleOf(String(id))).toEqual(first.bundleOf(String(id)))
  })
})

function expectPlaced(rows: readonly object[], key: string, old: Readonly<Record<string, unknown>>): void {
  const found = rows.filter((row) =>
    Object.entries(row).some(([name, value]) => name === key && value === String(old['id'])),
  )
  expect(found).toMatchObject([{ run_id: old['run_id'], node_id: old['node_id'] ?? null }])
}

/** A database gives the rows of a run in no order that it promises; files and messages are not sorted by the importer. */
const sorted = (bundle: RunBundle): unknown => ({
  ...bundle,
  nodes: bundle.nodes.toSorted((a, b) => (a.node_id < b.node_id ? -1 : 1)),
  edges: bundle.edges.toSorted((a, b) =>
    `${a.from_node_id} ${a.to_node_id}` < `${b.from_node_id} ${b.to_node_id}` ? -1 : 1,
  ),
  files: bundle.files.toSorted((a, b) => (a.file_id < b.file_id ? -1 : 1)),
  messages: bundle.messages.toSorted((a, b) => (a.message_id < b.message_id ? -1 : 1)),
})
