import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sql } from '#server/store/postgres/sql.ts'
import { demoDatabase } from '#server/demo/demoDatabase.ts'
import { EXIT } from '#server/exitCodes.ts'
import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { sqlCases } from '#tests/support/databases.ts'
import { writeOldTables } from '#tests/support/oldDatabases.ts'
import { FIRST, oldDatabase, oldEdge, oldEvent, oldNode, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'
import { graphAfter, graphImported } from '#tests/support/oldDatabases/migratedGraph.ts'
import { addCompositeKey, check, migratingPage, refusalOf, rowsOf } from '#tests/support/oldDatabases/migratingDocs.ts'
import { oddDatabase, THIRD } from '#tests/support/oldDatabases/oddDatabase.ts'

const TABLES = ['dag_nodes', 'dag_edges', 'execution_events', 'files', 'messages'] as const

const contents = async (sql: Sql, from: string, leaveOut: readonly string[] = []) =>
  (
    await rowsOf(sql, `select (to_jsonb(t) - $1::text[])::text as row from (${from}) as t where t.id is not null`, [
      leaveOut,
    ])
  )
    .map(({ row }) => String(row))
    .sort()

/** Every row of the five tables, word for word, as one list each. */
const rowsBefore = (sql: Sql) => inEach((table) => contents(sql, `select * from ${table}`))

/** The same rows in their tables and beside them, without what was added to them or made anew. */
const rowsAfter = (sql: Sql) =>
  inEach(async (table) => {
    const isGraph = table === 'dag_nodes' || table === 'dag_edges'
    const added = [...(isGraph ? ['origin'] : []), ...(table === 'dag_edges' ? ['run_id'] : []), 'unplaced_reason']
    const made = table === 'dag_nodes' ? ` where origin <> 'reconstructed'` : ''
    return [
      ...(await contents(sql, `select * from ${table}${made}`, added)),
      ...(await contents(sql, `select * from ${table}_unplaced`, added)),
    ].sort()
  })

async function inEach(list: (table: (typeof TABLES)[number]) => Promise<readonly string[]>) {
  const all: [string, readonly string[]][] = []
  // oxlint-disable-next-line no-await-in-loop -- PGlite has one connection
  for (const table of TABLES) all.push([table, await list(table)])
  return Object.fromEntries(all)
}

describe.each(sqlCases)('the SQL of docs/migrating.md, in $name', ({ open }) => {
  let sql: Sql
  beforeAll(async () => {
    sql = await open()
  })
  afterAll(async () => await sql.close())

  /** The old tables anew, with the keys that somebody else gave them. */
  async function given(database: OldDatabase, more = ''): Promise<void> {
    const names = ['sessions', 'workflow_runs', 'more', ...TABLES, ...TABLES.map((table) => `${table}_unplaced`)]
    await sql.exec(`drop table if exists ${names.join(', ')} cascade`)
    await writeOldTables(sql, database)
    await sql.exec(more)
  }

  describe('where the old tables hold what belongs nowhere', () => {
    let before: Awaited<ReturnType<typeof rowsBefore>>
    let told: Awaited<ReturnType<typeof check>>
    beforeAll(async () => {
      await given(oddDatabase())
      before = await rowsBefore(sql)
      told = await check(sql, '01-check')
      await addCompositeKey(sql)
    })

    it('tells of it beforehand', () => {
      const figures = Object.fromEntries((told[0] ?? []).map((row) => [String(row['figure']), row['rows']]))
      expect(figures).toMatchObject({
        nodes: 7,
        'nodes of a run that is not stored, or of none': 2,
        'missing nodes': 8,
        'runs with missing nodes': 3,
        edges: 7,
        'edges with an end that is not stored': 2,
        'edges whose ends are stored for two runs': 2,
        'events of a run that is not stored, or of none': 4,
        'events without a node': 4,
        'files of a run that is not stored, or of none': 2,
        'messages of a run that is not stored, or of none': 1,
      })
    })

    it('loses nothing: every row is in its table or beside it, word for word', async () => {
      // One event named an empty node, which is none.
      const emptied = (row: string) => row.replace('"node_id": ""', '"node_id": null')
      expect(await rowsAfter(sql)).toEqual({
        ...before,
        execution_events: before['execution_events']?.map(emptied).sort(),
      })
    })

    it('says of each row beside the tables why it is there', async () => {
      const reasons = async (table: string) =>
        Object.fromEntries(
          (await rowsOf(sql, `select id, unplaced_reason from ${table}_unplaced order by id`)).map((row) => [
            String(row['id']),
            row['unplaced_reason'],
          ]),
        )
      const noRun = 'the run is not stored'
      expect(await reasons('dag_nodes')).toEqual({ lost: noRun, nobody: noRun })
      expect(await reasons('dag_edges')).toEqual({
        2: 'the run has this edge twice',
        3: 'no run has both ends',
        4: 'an end is not stored',
        5: 'an end is not stored',
      })
      expect(Object.keys(await reasons('execution_events'))).toEqual(['gone-1', 'gone-2', 'none-1', 'none-2'])
      expect(Object.keys(await reasons('files'))).toEqual(['f2', 'f3'])
      expect(await reasons('messages')).toEqual({ 2: noRun })
      expect((await check(sql, '03-check'))[1]).toContainEqual({
        table_name: 'execution_events',
        unplaced_reason: noRun,
        rows: 4,
      })
    })

    it('makes the nodes and edges that an import makes', async () => {
      expect(await graphAfter(sql)).toEqual(await graphImported(oddDatabase()))
    })

    it('leaves the old row of an edge with the run that recorded it', async () => {
      expect(
        await rowsOf(sql, `select id, run_id from dag_edges where from_node_id in ('p', 'lost') order by id`),
      ).toEqual([
        { id: 6, run_id: SECOND },
        { id: 7, run_id: SECOND },
        { id: null, run_id: FIRST },
      ])
    })

    it('lends a name its type, depth and label, and nothing that happened in another run', async () => {
      expect(
        await rowsOf(
          sql,
          `select run_id, node_type, agent, status, depth, meta from dag_nodes
          where id = 'step_1' and origin = 'reconstructed' order by run_id`,
        ),
      ).toEqual([
        { run_id: SECOND, node_type: 'control', agent: null, status: 'running', depth: 2, meta: { label: 'Work' } },
        {
          run_id: THIRD,
          node_type: 'control',
          agent: 'third-agent',
          status: 'failed',
          depth: 2,
          meta: { label: 'Work' },
        },
      ])
    })
  })

  it('replaces foreign keys and unique indexes of any name, and keeps what they did', async () => {
    const demo = demoDatabase()
    await given(
      demo,
      `alter table dag_nodes add constraint "node's parent" foreign key (parent_node_id) references dag_nodes;
      alter table dag_nodes add foreign key (run_id) references workflow_runs on delete cascade deferrable initially deferred;
      alter table dag_edges add constraint fk_7f3a foreign key (from_node_id) references dag_nodes on delete cascade;
      alter table dag_edges add constraint fk_7f3b foreign key (to_node_id) references dag_nodes on delete set null;
      alter table execution_events add foreign key (node_id) references dag_nodes deferrable initially deferred;
      alter table execution_events add foreign key (run_id) references workflow_runs deferrable initially deferred;
      alter table files add constraint "File→node" foreign key (node_id) references dag_nodes on delete set null;
      create unique index one_edge on dag_edges (to_node_id, from_node_id);
      create unique index ix_dag_nodes_id on dag_nodes (id);
      alter table dag_edges alter id add generated by default as identity (start with 1000);`,
    )
    expect((await check(sql, '01-check'))[3]).toHaveLength(5)
    await addCompositeKey(sql)
    expect(await graphAfter(sql)).toEqual(await graphImported(demo))
    const keys = (await check(sql, '03-check'))[4] ?? []
    expect(keys.map((key) => `${String(key['of_table'])}: ${String(key['definition'])}`).sort()).toEqual([
      'dag_edges: FOREIGN KEY (run_id, from_node_id) REFERENCES dag_nodes(run_id, id) ON DELETE CASCADE',
      'dag_edges: FOREIGN KEY (run_id, to_node_id) REFERENCES dag_nodes(run_id, id)',
      'dag_edges: PRIMARY KEY (run_id, from_node_id, to_node_id)',
      'dag_edges: UNIQUE (id)',
      'dag_nodes: FOREIGN KEY (run_id) REFERENCES workflow_runs(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED',
      'dag_nodes: PRIMARY KEY (run_id, id)',
      'execution_events: FOREIGN KEY (run_id) REFERENCES workflow_runs(id) DEFERRABLE INITIALLY DEFERRED',
      'execution_events: FOREIGN KEY (run_id, node_id) REFERENCES dag_nodes(run_id, id) DEFERRABLE INITIALLY DEFERRED',
      'execution_events: PRIMARY KEY (id)',
      'files: FOREIGN KEY (run_id) REFERENCES workflow_runs(id)',
      'files: FOREIGN KEY (run_id, node_id) REFERENCES dag_nodes(run_id, id) ON DELETE SET NULL (node_id)',
      'files: PRIMARY KEY (id)',
      'messages: FOREIGN KEY (run_id) REFERENCES workflow_runs(id)',
      'messages: FOREIGN KEY (run_id, node_id) REFERENCES dag_nodes(run_id, id)',
      'messages: PRIMARY KEY (id)',
    ])
    expect(await rowsOf(sql, 'select count(id) as ids, max(id) >= 1000 as are_given from dag_edges')).toEqual([
      { ids: 136, are_given: true },
    ])
  })

  it('places nodes of a table that had lost its key, and sets the second row of one node aside', async () => {
    const database = oldDatabase({
      workflow_runs: [oldRun(FIRST), oldRun(SECOND)],
      dag_nodes: [
        oldNode('a', FIRST, { agent: 'kept' }),
        oldNode('b', FIRST),
        oldNode('a', SECOND),
        oldNode('b', SECOND),
        oldNode('a', FIRST, { agent: 'second row' }),
      ],
      dag_edges: [oldEdge(1, 'a', 'b')],
      execution_events: [oldEvent('e', SECOND, 'a')],
    })
    await given({ ...database, dag_nodes: [] }, 'alter table dag_nodes drop constraint dag_nodes_pkey')
    await sql.exec(
      `alter table dag_nodes alter column id drop not null;
      insert into dag_nodes (id, run_id, node_type, status, agent) values ${database.dag_nodes
        .map(
          (node) =>
            `('${String(node['id'])}', '${String(node['run_id'])}', 'agent', 'completed', '${String(node['agent'])}')`,
        )
        .join(', ')}`,
    )
    await addCompositeKey(sql)
    expect(await graphAfter(sql)).toEqual(await graphImported(database))
    expect(await rowsOf(sql, 'select agent, unplaced_reason from dag_nodes_unplaced')).toEqual([
      { agent: 'second row', unplaced_reason: 'the run has this node twice' },
    ])
  })

  it.each([
    [
      'a foreign key of a table that it does not know',
      `create table more (node_id varchar constraint more_node references dag_nodes)`,
      'The foreign key more_node of more hangs on a key that has to change. Nothing was changed.',
    ],
    [
      'a foreign key that would take rows along as others are moved',
      `insert into execution_events (id) values ('gone');
      alter table files add constraint by_event foreign key (event_id) references execution_events on delete cascade`,
      'Moving rows out of execution_events would change rows of files by its foreign key by_event. Nothing was changed.',
    ],
  ])('stops at %s, and changes nothing', async (_, more, message) => {
    await given(oldDatabase({ workflow_runs: [oldRun(FIRST)], dag_nodes: [oldNode('a', FIRST)] }), more)
    const before = await rowsBefore(sql)
    expect((await refusalOf(addCompositeKey(sql))).message).toBe(message)
    expect(await rowsBefore(sql)).toEqual(before)
    expect(await rowsOf(sql, `select to_regclass('execution_events_unplaced')::text as made`)).toEqual([{ made: null }])
  })
})

it('lists every exit code in docs/migrating.md', async () => {
  const listed = [...(await migratingPage()).matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
  expect(listed).toEqual(Object.values(EXIT))
})
