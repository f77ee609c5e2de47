import * as z from 'zod/mini'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunId } from '#contract/ids.ts'
import { LIST_STREAM_EVENTS } from '#contract/stream.ts'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { openPostgresStore, storeOn } from '#server/store/postgres/engine/openStore.ts'
import { openPostgresSql } from '#server/store/postgres/engine/postgresSql.ts'
import { type Sql, NoRow } from '#server/store/postgres/sql.ts'
import { LiveStreams } from '#server/live/LiveStreams.ts'
import type { Store } from '#server/store/ports/store.ts'
import { ownMethods, ownSchema, sqlCases } from '#tests/support/databases.ts'
import { eventually } from '#tests/support/eventually.ts'
import { readSse } from '#tests/support/readSse.ts'

const newRun = (): RunId => aRun({ run_id: crypto.randomUUID() }).run_id
const write = (store: Store, run_id: RunId, agent = 'writer') =>
  store.writer.replaceRun(aSession(), aBundle({ run: aRun({ run_id, agent }) }))

/** The list as a reader of these streams follows it. */
async function watchList(live: LiveStreams) {
  const reader = readSse(new Response(await live.openList()), 20_000)
  expect((await reader.next())?.event).toBe('hello')
  const frame = async () => z.parse(LIST_STREAM_EVENTS.runs, (await reader.next())?.data)
  return { frame, waiting: () => reader.waiting(), leave: () => reader.leave() }
}

/**
 * Listens until it is told to stop. Listening begins with the word that anything may have changed, and a run that is written
 * just before that word is not told of by name: so this waits for it.
 */
async function startListening({ changes }: Store): Promise<() => void> {
  let stop: () => void = () => undefined
  await new Promise<void>((begun) => {
    stop = changes.subscribe((run_ids) => run_ids.length === 0 && begun())
  })
  return stop
}

describe.each(sqlCases)('the list of a server on $name', ({ name, openForStore }) => {
  let sql: Sql
  let here: Store
  /** A server that ends after each commit, before it told anybody. */
  let mute: Store
  beforeAll(async () => {
    sql = await openForStore()
    here = await storeOn(name, sql)
    mute = await storeOn(name, { ...ownMethods(sql), tell: () => undefined })
  })
  afterAll(async () => await here.close())

  test('shows what nobody told of, and sends nothing while nothing changes', async () => {
    const stopListening = await startListening(here)
    const live = new LiveStreams({ ...here, recheckMs: 50 })
    const list = await watchList(live)
    const [run_id, other] = [newRun(), newRun()]
    await write(mute, run_id)
    expect(await list.frame()).toMatchObject({ runs: [{ run_id }], more: false })
    await write(mute, run_id, 'another')
    expect(await list.frame()).toMatchObject({ runs: [{ run_id, agent: 'another' }], more: false })
    // Several rounds of looking, by which nothing is sent that was sent already.
    let rounds = 0
    const looking = { ...here.changes, writtenSince: here.changes.writtenSince.bind(here.changes) }
    const counted = new LiveStreams({
      ...here,
      recheckMs: 20,
      changes: {
        ...boundFeed(here),
        writtenSince: (mark, limit) => {
          rounds += 1
          return looking.writtenSince(mark, limit)
        },
      },
    })
    const quiet = await watchList(counted)
    await eventually(() => expect(rounds).toBeGreaterThan(5))
    expect(quiet.waiting()).toEqual([])
    await write(mute, other)
    expect(await quiet.frame()).toMatchObject({ runs: [{ run_id: other }] })
    expect(await list.frame()).toMatchObject({ runs: [{ run_id: other }] })
    await sql.query('delete from workflow_runs where run_id = $1::uuid', [run_id], NoRow)
    expect(await list.frame()).toMatchObject({ runs: [], more: true })
    await Promise.all([list.leave(), quiet.leave(), live.close(), counted.close()])
    stopListening()
  })

  test('tells no other connection of a write before it is committed, nor within its transaction', async () => {
    const texts: string[] = []
    const overheard = await storeOn(name, {
      ...ownMethods(sql),
      transaction: (work) =>
        sql.transaction((tx) =>
          work({
            exec: (text) => tx.exec(text),
            query: (text, params, row) => {
              texts.push(text)
              return tx.query(text, params, row)
            },
          }),
        ),
    })
    texts.length = 0
    await write(overheard, newRun())
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.filter((text) => /notify/i.test(text))).toEqual([])
  })
})

const boundFeed = ({ changes }: Store): Store['changes'] => ({
  epoch: () => changes.epoch(),
  revisionOf: (run_id) => changes.revisionOf(run_id),
  stateOf: (run_id) => changes.stateOf(run_id),
  changesSince: (run_id, seq) => changes.changesSince(run_id, seq),
  writtenSince: (mark, limit) => changes.writtenSince(mark, limit),
  subscribe: (listener) => changes.subscribe(listener),
  pruneChanges: () => changes.pruneChanges(),
})

const schema = await ownSchema()

describe.skipIf(!schema)('servers on one Postgres', () => {
  afterAll(async () => await schema?.drop())
  const url = schema?.url ?? ''

  test('learn what a transaction wrote that began before others and committed after them', async () => {
    const [store, sql] = [await openPostgresStore({ url }), openPostgresSql(url)]
    const [early, late] = [newRun(), newRun()]
    for (const run_id of [early, late])
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await write(store, run_id)
    let { mark } = await store.changes.writtenSince(undefined, 9)
    await sql.transaction(async (tx) => {
      await tx.query(
        'update run_revisions set written_xid = pg_current_xact_id(), written_at = clock_timestamp() where run_id = $1::uuid',
        [early],
        NoRow,
      )
      await write(store, late, 'another')
      const told = await store.changes.writtenSince(mark, 9)
      expect(told).toMatchObject({ run_ids: [late], more: false })
      mark = told.mark
    })
    expect(await store.changes.writtenSince(mark, 9)).toMatchObject({ run_ids: [early], more: false })
    await Promise.all([store.close(), sql.close()])
  })

  test('tell each other again after the connection by which one tells was cut', async () => {
    const [here, there, admin] = [await openPostgresStore({ url }), openPostgresSql(url), openPostgresSql(url)]
    const channel = `test_${crypto.randomUUID().replaceAll('-', '')}`
    const heard: (string | undefined)[] = []
    there.listen(channel, (payload) => heard.push(payload))
    await eventually(() => expect(heard).toEqual([undefined]))
    const telling = openPostgresSql(url)
    telling.tell(channel, ['first'])
    await eventually(() => expect(heard.at(-1)).toBe('first'))
    const cut = () =>
      admin.query(
        `select pg_terminate_backend(pid) as ended from pg_stat_activity
        where application_name = 'runlens telling' and query like '%' || $1::text || '%'`,
        [channel],
        z.object({ ended: z.boolean() }),
      )
    expect(await cut()).toEqual([{ ended: true }])
    telling.tell(channel, ['second'])
    await eventually(() => expect(heard.at(-1)).toBe('second'))
    // What waits when a server ends is told.
    telling.tell(channel, ['last'])
    await telling.close()
    await eventually(() => expect(heard.at(-1)).toBe('last'))
    await eventually(async () => expect(await cut()).toEqual([]))
    await Promise.all([here.close(), there.close(), admin.close()])
  })
})
