import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sql } from '#server/store/postgres/sql.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { writeOldTables } from '#tests/support/oldDatabases.ts'
import { graphAfter, graphImported } from '#tests/support/oldDatabases/migratedGraph.ts'
import {
  addCompositeKey,
  check,
  refusalOf,
  type Row,
  rowsOf,
  sampleStatement,
  write,
} from '#tests/support/oldDatabases/migratingDocs.ts'

const SHORT_RUN = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
const UUID_NODE = '05902e3b-e25f-47b3-804c-7ca6405c182c'
const ids = (rows: readonly Row[]) => rows.map((row) => String(row['id'])).sort()
const figures = (rows: readonly Row[]) => Object.fromEntries(rows.map((row) => [String(row['figure']), row['rows']]))

describe.each(sqlCases)('the SQL of docs/migrating.md on the demo, in $name', ({ open }) => {
  const demo = demoDatabase()
  let sql: Sql
  let before: Awaited<ReturnType<typeof check>>
  beforeAll(async () => {
    sql = await open()
    await writeOldTables(sql, demo)
    before = await check(sql, '01-check')
    await addCompositeKey(sql)
  })
  afterAll(async () => await sql.close())

  it('tells beforehand how much there is, what is shared and what is missing', () => {
    const [counts = [], shared, missing = [], keys] = before
    expect(figures(counts)).toMatchObject({
      runs: 265,
      nodes: 153,
      'missing nodes': 34 + 34 + 41,
      'runs with missing nodes': 41,
      edges: 68,
      events: 635,
      'events without a node': 48,
      files: 31,
      messages: 3,
    })
    expect(shared).toEqual([
      { node_id: 'step_1', runs: 35, events: 454 },
      { node_id: 'terminator', runs: 42, events: 42 },
      { node_id: 'planning', runs: 35, events: 35 },
    ])
    expect(missing).toHaveLength(41)
    expect(missing.filter((run) => run['missing'] === 3)).toHaveLength(34)
    expect(keys).toEqual([])
  })

  it('leaves every row where it was, and tells the old question beside the scoped one', async () => {
    const [totals, unplaced, old, scoped = []] = await check(sql, '03-check')
    expect(totals).toEqual([
      { table_name: 'dag_nodes', recorded: 153, unplaced: 0, added: 109 },
      { table_name: 'dag_edges', recorded: 68, unplaced: 0, added: 68 },
      { table_name: 'execution_events', recorded: 635, unplaced: 0, added: 0 },
      { table_name: 'files', recorded: 31, unplaced: 0, added: 0 },
      { table_name: 'messages', recorded: 3, unplaced: 0, added: 0 },
    ])
    expect(unplaced).toEqual([])
    expect(old).toEqual([{ events: 454, runs: 35 }])
    expect(scoped).toHaveLength(35)
    expect(scoped.reduce((sum, node) => sum + Number(node['events']), 0)).toBe(454)
    expect(scoped.find((node) => node['run_id'] === SHORT_RUN)).toMatchObject({ events: 1, origin: 'reconstructed' })
  })

  it('makes the very nodes and edges that an import makes, each in its run', async () => {
    expect(await graphAfter(sql)).toEqual(await graphImported(demo))
  })

  it('lets the sample query see one run, however many use the name', async () => {
    const query = (run_id: string) => sampleEvents(sql, run_id, 'step_1')
    expect(await query(SHORT_RUN)).toHaveLength(1)
    for (const run_id of new Set(demo.dag_nodes.map((node) => String(node['run_id'])))) {
      const own = demo.execution_events.filter((event) => event['run_id'] === run_id && event['node_id'] === 'step_1')
      // oxlint-disable-next-line no-await-in-loop -- PGlite has one connection
      expect(ids(await query(run_id))).toEqual(ids(own))
    }
  })

  it('makes the database refuse rows that tie two runs, and what the old writers wrote', async () => {
    const code = async (text: string) => (await refusalOf(sql.exec(text))).code
    const event = 'insert into execution_events (id, run_id, node_id) values'
    const edge = 'insert into dag_edges (run_id, from_node_id, to_node_id) values'
    expect(await code(`${event} ('new', '${SHORT_RUN}', '${UUID_NODE}')`)).toBe('23503')
    expect(await code(`${event} ('new', 'no such run', null)`)).toBe('23503')
    expect(await code(`${event} ('new', null, 'step_1')`)).toBe('23502')
    expect(await code(`${edge} ('${SHORT_RUN}', 'step_1', '${UUID_NODE}')`)).toBe('23503')
    expect(await code(`insert into dag_edges (from_node_id, to_node_id) values ('planning', 'step_1')`)).toBe('23502')
    expect(
      await code(
        `insert into dag_nodes (run_id, id) values ('${SHORT_RUN}', 'step_1') on conflict (id) do update set agent = 'a'`,
      ),
    ).toBe('42P10')
  })

  it('has sample statements for writers that work, twice as well as once, and touch one run', async () => {
    const others = () => rowsOf(sql, 'select * from dag_nodes where run_id <> $1 order by run_id, id', [SHORT_RUN])
    const untouched = await others()
    for (const status of ['running', 'completed']) {
      // oxlint-disable no-await-in-loop -- the second time follows the first
      await write(sql, 'INSERT INTO dag_nodes', [SHORT_RUN, 'step_1', 'agent', 'me', status, 1])
      await write(sql, 'INSERT INTO dag_nodes', [SHORT_RUN, 'step_2', 'agent', 'me', status, 2])
      await write(sql, 'INSERT INTO dag_edges', [SHORT_RUN, 'step_1', 'step_2', 'sequential', null])
      await write(sql, 'INSERT INTO execution_events', ['written', SHORT_RUN, 'step_2', 'info', status])
      // oxlint-enable no-await-in-loop
    }
    expect(
      await rowsOf(sql, `select id, status, origin from dag_nodes where run_id = $1 and id like 'step%' order by id`, [
        SHORT_RUN,
      ]),
    ).toEqual([
      { id: 'step_1', status: 'completed', origin: 'recorded' },
      { id: 'step_2', status: 'completed', origin: 'recorded' },
    ])
    expect(await sampleEvents(sql, SHORT_RUN, 'step_2')).toEqual([
      { id: 'written', event_type: 'info', status: 'completed' },
    ])
    expect(await others()).toEqual(untouched)
    // The id of an event of another run: nothing happens to it.
    const [owner] = untouched
    await write(sql, 'INSERT INTO execution_events', ['written', String(owner?.['run_id']), null, 'info', 'stolen'])
    expect(await sampleEvents(sql, SHORT_RUN, 'step_2')).toMatchObject([{ status: 'completed' }])
  })

  it('says so when it is run a second time, and changes nothing', async () => {
    const graph = await graphAfter(sql)
    expect((await refusalOf(addCompositeKey(sql))).message).toBe(
      'The primary key of dag_nodes holds run_id already. Nothing was changed.',
    )
    expect(await graphAfter(sql)).toEqual(graph)
  })
})

const sampleEvents = async (sql: Sql, run_id: string, node_id: string): Promise<readonly Row[]> =>
  rowsOf(sql, await sampleStatement('SELECT'), [run_id, node_id])
