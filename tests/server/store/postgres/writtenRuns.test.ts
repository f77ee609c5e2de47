import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { PgRunWriter } from '#server/store/postgres/write/PgRunWriter.ts'
import { type EventId, RunId } from '#contract/ids.ts'
import { NoRow, type Sql } from '#server/store/postgres/sql.ts'
import { WrittenRunCache } from '#server/store/postgres/write/WrittenRunCache.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { snapshot } from '#tests/server/store/contract/writer.contract.ts'
import { sqlCases } from '#tests/support/databases.ts'

const RUN = aRun().run_id
const content = Uint8Array.of(1, 2, 3)

/** A run whose rows all say `word`. */
const saying = (word: string): RunBundle =>
  aBundle({
    nodes: ['plan', 'work'].map((node_id) => aNode({ node_id, meta: { word } })),
    edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work', condition: word })],
    events: ['one', 'two'].map((event_id) => anEvent({ event_id, node_id: 'plan', outputs: { word, event_id } })),
    files: [aFile({ node_id: 'plan', content, meta: { word } })],
    messages: [aMessage({ node_id: 'work', content: word })],
  })

const withEvents = (bundle: RunBundle, change: (events: RunBundle['events']) => RunBundle['events']): RunBundle => ({
  ...bundle,
  events: change(bundle.events),
})

describe.each(sqlCases)('on $name a writer that replaces a run again', ({ name, openForStore }) => {
  let sql: Sql
  let store: Store
  /** All that the writer told the database, as one text. */
  let told: string
  let writer: PgRunWriter
  let other: PgRunWriter
  beforeAll(async () => {
    sql = await openForStore()
    store = await storeOn(name, sql)
  })
  beforeEach(async () => {
    await sql.exec('truncate sessions, file_contents cascade')
    told = ''
    writer = new PgRunWriter(
      overheard(sql, (text) => (told += text)),
      'own',
    )
    other = new PgRunWriter(sql, 'own')
  })
  afterAll(async () => await store.close())

  const replace = async (by: PgRunWriter, bundle: RunBundle) => {
    told = ''
    await by.replaceRun(aSession(), bundle)
  }
  /** What is stored after the run was replaced by a writer that knows nothing, which compares all with the database. */
  const stored = async () => await snapshot(store)
  const storedWhenNew = async (bundle: RunBundle) => {
    await sql.exec('truncate sessions cascade')
    await replace(other, bundle)
    return await stored()
  }

  test('tells the database of the rows only that differ from what it wrote before', async () => {
    await replace(writer, saying('before'))
    expect(told).toContain('before')
    const next = withEvents(saying('before'), ([one, two]) => (one && two ? [one, { ...two, outputs: 'another' }] : []))
    await replace(writer, next)
    expect(told).toContain('another')
    expect(told).not.toContain('before')
    expect(told).not.toContain('delete from execution_events')
    expect(await stored()).toEqual(await storedWhenNew(next))
  })

  test('removes the rows that are no longer among them', async () => {
    const whole = saying('kept')
    await replace(writer, whole)
    const less = { ...withEvents(whole, (events) => events.slice(0, 1)), edges: [], files: [], messages: [] }
    await replace(writer, less)
    const left = await stored()
    expect([left.edges, left.events.length, left.files, left.messages]).toEqual([[], 1, [], []])
    await replace(writer, whole)
    expect(await stored()).toEqual(await storedWhenNew(whole))
  })

  test.each<{ readonly what: string; readonly write: () => Promise<unknown> }>([
    { what: 'replaced', write: () => other.replaceRun(aSession(), saying('theirs')) },
    {
      what: 'deleted and stored anew',
      write: async () => {
        await sql.query('delete from workflow_runs where run_id = $1::uuid', [RUN], NoRow)
        await other.replaceRun(aSession(), saying('theirs'))
      },
    },
    {
      what: 'replaced twice, the second time by what it was before',
      write: async () => {
        await other.replaceRun(aSession(), saying('theirs'))
        await other.replaceRun(aSession(), saying('ours'))
        await other.replaceRun(aSession(), saying('theirs'))
      },
    },
  ])('mends all rows of one that another writer $what meanwhile', async ({ write }) => {
    const ours = saying('ours')
    await replace(writer, ours)
    const asOurs = await stored()
    await write()
    expect(await stored()).not.toEqual(asOurs)
    await replace(writer, ours)
    expect(await stored()).toEqual(asOurs)
  })

  test('knows what is stored after a write of its own failed', async () => {
    const [first, second] = [saying('first'), saying('second')]
    await replace(writer, first)
    // Too long, which only the database looks at.
    const event_id = 'x'.repeat(129)
    const refused = withEvents(second, (events) => [...events, { ...anEvent(), event_id: event_id as EventId }])
    await expect(replace(writer, refused)).rejects.toMatchObject({ code: '23514' })
    await replace(writer, first)
    const asFirst = await stored()
    expect(asFirst.messages).toMatchObject([{ content: 'first' }])
    await replace(writer, second)
    expect((await stored()).messages).toMatchObject([{ content: 'second' }])
  })
})

test('runs that were written long ago are forgotten where there would be too much to know', () => {
  const written = new WrittenRunCache()
  const none = new Map<string, string>()
  const large = {
    nodes: none,
    edges: none,
    events: none,
    files: none,
    messages: new Map([['m', 'x'.repeat(15_000_000)]]),
  }
  const ids = ['a', 'b', 'c'].map((letter) => RunId.parse(RUN.replace(/^./, letter)))
  for (const run_id of ids) written.keep(run_id, 'state', large)
  expect(ids.map((run_id) => written.textsOf(run_id, 'state') !== undefined)).toEqual([false, true, true])
  expect(ids.map((run_id) => written.textsOf(run_id, 'another state'))).toEqual([undefined, undefined, undefined])
})

/** The same database; what is asked of it within transactions is told of. */
function overheard(sql: Sql, tell: (text: string) => void): Sql {
  return {
    query: (text, params, row) => sql.query(text, params, row),
    exec: (text) => sql.exec(text),
    listen: (channel, onPayload) => sql.listen(channel, onPayload),
    tell: (channel, words) => sql.tell(channel, words),
    close: () => sql.close(),
    transaction: (work) =>
      sql.transaction((tx) =>
        work({
          exec: (text) => tx.exec(text),
          query: (text, params, row) => {
            tell([text, ...params].join('\n'))
            return tx.query(text, params, row)
          },
        }),
      ),
  }
}
