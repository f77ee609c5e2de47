import { ENDPOINTS } from '#contract/endpoints.ts'
import { aBundle, aMessage, aNode, aRun, anEdge } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, UNKNOWN, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { ONLY_BLUE, appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const at = { run_id: BLUE }
const { app } = appOver(
  await twinStore([
    aBundle({
      run: aRun({ ...at, session_id: 'session-cobalt' }),
      nodes: [
        aNode({ ...at, node_id: 'plan', agent: 'planner' }),
        aNode({ ...at, node_id: 'a/b & c', agent: 'engineer' }),
        aNode({ ...at, node_id: 'check', agent: 'engineer', label: 'Check it' }),
      ],
      edges: [
        anEdge({ ...at, from_node_id: 'plan', to_node_id: 'a/b & c' }),
        anEdge({ ...at, from_node_id: 'a/b & c', to_node_id: 'check' }),
      ],
      messages: [
        { sender: 'planner', recipient: 'engineer', node_id: 'a/b & c' },
        { sender: 'engineer', recipient: 'planner', node_id: 'plan' },
        { sender: 'planner', recipient: 'engineer' },
        { sender: 'planner', recipient: 'engineer', node_id: 'check' },
        { sender: 'a/b & c', recipient: 'Check it' },
        { sender: 'planner', recipient: null },
      ].map((message, i) => aMessage({ ...at, ...message, message_id: `m${i}` })),
    }),
  ]),
)

const between = (from: string, to: string, more = '') =>
  `/api/runs/${BLUE}/messages?from_node_id=${encodeURIComponent(from)}&to_node_id=${encodeURIComponent(to)}${more}`

const messagesAt = async (path: string) =>
  z.parse(ENDPOINTS.listRunMessages.reply, await (await app.request(path)).json())

test('the messages between the ends of each edge are those that the edge counts', async () => {
  const dag = z.parse(ENDPOINTS.getDag.reply, await (await app.request(`/api/runs/${BLUE}/dag`)).json())
  const counts: number[] = []
  for (const edge of dag.edges) {
    const { items, total } = await messagesAt(between(edge.from_node_id, edge.to_node_id))
    expect([items.length, total]).toEqual([edge.message_count, edge.message_count])
    counts.push(edge.message_count)
  }
  expect(counts).toEqual([1, 3])
})

test('two nodes may be named in either order', async () => {
  const forth = await messagesAt(between('plan', 'a/b & c'))
  expect(forth.items.map((message) => message.message_id)).toEqual(['m0', 'm1', 'm2'])
  expect((await messagesAt(between('a/b & c', 'plan'))).items).toEqual(forth.items)
})

test('two nodes without an edge between them have the messages that an edge would have', async () => {
  const { items } = await messagesAt(between('plan', 'check'))
  expect(items.map((message) => message.message_id)).toEqual(['m3'])
})

test('without nodes the list has all messages of the run', async () => {
  expect((await messagesAt(`/api/runs/${BLUE}/messages`)).total).toBe(6)
})

test('a cursor belongs to the two nodes that it was made for', async () => {
  const { next_cursor } = await messagesAt(between('plan', 'a/b & c', '&limit=1'))
  const rest = await messagesAt(between('plan', 'a/b & c', `&cursor=${next_cursor}`))
  expect(rest.items.map((message) => message.message_id)).toEqual(['m1', 'm2'])
  for (const path of [between('plan', 'check', '&'), `/api/runs/${BLUE}/messages?`])
    expect((await problemIn(await app.request(`${path}cursor=${next_cursor}`))).code).toBe('bad_cursor')
})

test.each([
  ['a sender', ['nowhere', 'plan']],
  ['a recipient', ['plan', 'nowhere']],
] as const)('%s that is no node of the run is 404', async (_, [from, to]) => {
  const problem = await problemIn(await app.request(between(from, to)))
  expect(problem).toMatchObject({ status: 404, detail: 'There is no such node in this run.' })
})

test('a node of another run and a node of no run are refused in the same words', async () => {
  const { app: twins } = appOver(await twinStore(twinRuns))
  const asked = async (node_id: string) => {
    const path = `/api/runs/${GREEN}/messages?from_node_id=step_1&to_node_id=${node_id}`
    return { ...(await problemIn(await twins.request(path))), instance: '' }
  }
  expect(await asked(ONLY_BLUE)).toEqual(await asked('nowhere'))
})

test('an unknown run is told before its nodes', async () => {
  const path = between('plan', 'check').replace(BLUE, UNKNOWN)
  expect(await problemIn(await app.request(path))).toMatchObject({ status: 404, detail: 'There is no such run.' })
})
