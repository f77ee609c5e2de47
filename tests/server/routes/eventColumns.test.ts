import { COLUMN_ROWS_MAX } from '#contract/columns.ts'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { aBundle, aNode, aRun, anEvent } from '#mocks/fixtures/builders.ts'
import { BLUE, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

/** Thirty events in three nodes and in none, some of which share order and time. */
const EVENTS = Array.from({ length: 30 }, (_, i) =>
  anEvent({
    run_id: BLUE,
    event_id: `e${i}`,
    node_id: i % 4 === 0 ? null : `n${i % 4}`,
    parent_event_id: i % 5 === 0 ? null : `e${i - (i % 5)}`,
    execution_order: i % 3 === 0 ? null : i % 7,
    event_type: i % 6 === 0 ? 'error' : 'tool_call',
    event_subtype: i % 2 === 0 ? 'start' : 'execution',
  }),
)
const { app } = appOver(
  await twinStore([
    aBundle({
      run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }),
      nodes: ['n1', 'n2', 'n3'].map((node_id) => aNode({ run_id: BLUE, node_id })),
      events: EVENTS,
    }),
  ]),
)
const run = `/api/runs/${BLUE}`

const Reply = ENDPOINTS.getRunEventColumns.reply
const columnsAt = async (path: string) => z.parse(Reply, await (await app.request(path)).json())

/** The rows of all pages, each with its scope and the id of its parent. */
async function allRows(path: string, limit: number) {
  const rows: unknown[] = []
  let cursor = ''
  do {
    // oxlint-disable-next-line eslint/no-await-in-loop -- each page names the next
    const { columns, next_cursor, total, error_total } = await columnsAt(`${path}&limit=${limit}${cursor}`)
    expect([total, error_total]).toEqual([EVENTS.length, 5])
    expect(columns.event_id.length).toBeLessThanOrEqual(limit)
    for (const [i, event_id] of columns.event_id.entries()) {
      const parent = columns.parent[i]
      rows.push({
        event_id,
        scope: columns.scopes[columns.scope_at[i] ?? -1],
        parent: typeof parent === 'number' ? columns.event_id[parent] : parent,
        subtype: columns.event_subtype.words[columns.event_subtype.at[i] ?? -1],
        is_error: columns.error_rows.includes(i),
      })
    }
    cursor = next_cursor === null ? '' : `&cursor=${next_cursor}`
  } while (cursor !== '')
  return rows
}

test('one reply has the whole run, unless fewer rows are asked for', async () => {
  const whole = await columnsAt(`${run}/event-columns`)
  expect(whole.columns.event_id).toHaveLength(EVENTS.length)
  expect(whole.next_cursor).toBeNull()
  expect(await columnsAt(`${run}/event-columns?limit=${COLUMN_ROWS_MAX}&part=all`)).toEqual(whole)
})

test.each(['all', 'errors', 'boundaries', 'end'])(
  'the pages of the part “%s” are the part, whatever their size',
  async (part) => {
    const path = `${run}/event-columns?part=${part}`
    const whole = await allRows(path, COLUMN_ROWS_MAX)
    expect(whole.length).toBeGreaterThanOrEqual(5)
    for (const limit of [1, 4, 29]) expect(await allRows(path, limit)).toEqual(whole)
  },
)

test('the end is the whole backwards', async () => {
  const [all, end] = [
    await allRows(`${run}/event-columns?part=all`, 7),
    await allRows(`${run}/event-columns?part=end`, 7),
  ]
  expect(end).toEqual(all.toReversed())
})

test('a node has its own events, in its own scope, and their totals', async () => {
  const reply = z.parse(
    ENDPOINTS.getNodeEventColumns.reply,
    await (await app.request(`${run}/nodes/n2/event-columns`)).json(),
  )
  const own = EVENTS.filter((event) => event.node_id === 'n2')
  expect(reply.scope).toEqual({ run_id: BLUE, node_id: 'n2' })
  expect(reply.columns.scopes).toEqual([reply.scope])
  expect([...reply.columns.event_id].sort()).toEqual(own.map((event) => String(event.event_id)).sort())
  expect([reply.total, reply.error_total]).toEqual([own.length, own.filter((e) => e.event_type === 'error').length])
})

test('a node without events has empty columns', async () => {
  const bare = aBundle({ run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }), nodes: [aNode({ run_id: BLUE })] })
  const { app: other } = appOver(await twinStore([bare]))
  const response = await other.request(`${run}/nodes/step_1/event-columns`)
  expect(await response.json()).toMatchObject({ columns: { event_id: [], scopes: [] }, total: 0, next_cursor: null })
})

test.each([
  ['an unknown run', `/api/runs/${UNKNOWN}/event-columns`, 'There is no such run.'],
  ['an unknown node', `${run}/nodes/n9/event-columns`, 'There is no such node in this run.'],
])('%s is 404', async (_, path, detail) => {
  expect(await problemIn(await app.request(path))).toMatchObject({ status: 404, code: 'not_found', detail })
})

test('a cursor continues its own part and list only', async () => {
  const { next_cursor } = await columnsAt(`${run}/event-columns?limit=1`)
  const codeAt = async (path: string) => (await problemIn(await app.request(`${path}cursor=${next_cursor}`))).code
  expect((await columnsAt(`${run}/event-columns?part=all&cursor=${next_cursor}`)).columns.event_id).toHaveLength(29)
  expect(await codeAt(`${run}/event-columns?part=end&`)).toBe('bad_cursor')
  expect(await codeAt(`${run}/nodes/n1/event-columns?`)).toBe('bad_cursor')
  expect(await codeAt(`${run}/events?`)).toBe('bad_cursor')
})
