import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { CONTENT_PREVIEW_MAX, NAME_PREVIEW_MAX, PAGE_BYTES_MAX, TASK_PREVIEW_MAX } from '#contract/cuts.ts'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type { Store } from '#server/store/ports/store.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { FIRST_PAGE, nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const LARGE = 7_900_000
const large = 'task '.repeat(LARGE / 5)
const COUNT = 6

export function largeTextsContract(store: () => Store): void {
  const reply = async (path: string) => {
    const response = await appOver(store()).app.request(path)
    expect(response.status).toBe(200)
    return await response.text()
  }

  test('runs with a task of megabytes each make a page of kilobytes, and the run itself has the whole task', async () => {
    for (let i = 0; i < COUNT; i++) {
      const run = aRun({ run_id: runId(i), session_id: 's', task_description: large })
      await storeRuns(store(), aBundle({ run }))
    }
    const text = await reply('/api/runs?limit=100')
    expect(text.length).toBeLessThan(COUNT * (TASK_PREVIEW_MAX + 2000))
    const { items } = z.parse(ENDPOINTS.listRuns.reply, JSON.parse(text))
    expect(items.map(({ cut }) => cut)).toEqual(Array.from({ length: COUNT }, () => ({ task_description: LARGE })))
    expect(items[0]?.task_description).toBe(large.slice(0, TASK_PREVIEW_MAX))
    const { item } = z.parse(ENDPOINTS.getRun.reply, JSON.parse(await reply(`/api/runs/${runId(3)}`)))
    expect(item.task_description).toBe(large)
    expect(item.cut).toBeUndefined()
  })

  test('messages of megabytes make a page of kilobytes, and each has its whole content where it is opened', async () => {
    await storeRuns(store(), aBundle({ nodes: [aNode()] }))
    for (let i = 0; i < COUNT; i++)
      await storeRuns(
        store(),
        aBundle({ nodes: [aNode()], messages: [aMessage({ ...LONG_MESSAGE, message_id: `m${i}` })] }),
      )
    for (const place of ['messages', 'nodes/step_1/messages']) {
      const text = await reply(`/api/runs/${RUN}/${place}?limit=500`)
      expect(text.length).toBeLessThan(COUNT * (CONTENT_PREVIEW_MAX + NAME_PREVIEW_MAX + 2000))
      const { items, total } = z.parse(
        ENDPOINTS.listRunMessages.reply,
        JSON.parse(text.replaceAll(',"node_id":"step_1"}', '}')),
      )
      expect([items.length, total]).toEqual([COUNT, COUNT])
      expect(items[0]?.content).toBe(large.slice(0, CONTENT_PREVIEW_MAX))
      expect(items[0]?.cut).toEqual({ content: LARGE, sender: 4000 })
    }
    const whole = z.parse(ENDPOINTS.getMessage.reply, JSON.parse(await reply(`/api/runs/${RUN}/messages/m4`)))
    expect(whole.item).toEqual(aMessage({ ...LONG_MESSAGE, message_id: 'm4' }))
  })

  test('every text of every list is cut, says so, and is whole where it is opened', async () => {
    const long = 'é'.repeat(50_000)
    const meta = { note: long }
    const session = aSession({ session_id: 's', name: long, user_id: long, meta })
    const run = aRun({ session_id: 's', agent: long, model: long, mode: long, meta })
    const node = aNode({ label: long, agent: long, meta })
    const event = anEvent({
      node_id: 'step_1',
      event_type: 'error',
      agent_name: long,
      error_message: long,
      meta: { model: long },
    })
    const file = aFile({ node_id: 'step_1', file_path: long, meta })
    await store().writer.writeSessions([session])
    await store().writer.writeRun(
      aBundle({
        run,
        nodes: [node, aNode({ node_id: 'planning' })],
        edges: [anEdge({ condition: long })],
        events: [event],
        files: [file],
      }),
    )
    const base = `/api/runs/${RUN}`
    const lists = [
      '/api/runs',
      '/api/sessions',
      '/api/run-facets',
      `${base}/dag`,
      `${base}/events`,
      `${base}/event-columns`,
      `${base}/files`,
      `${base}/summary`,
      ...['node', 'event', 'file'].map((kind) => `${base}/search?kind=${kind}&q=%C3%A9`),
      `${base}/nodes/step_1/events`,
      `${base}/nodes/step_1/execution-summary`,
      `/api/nodes/step_1/files?run_id=${RUN}`,
      `/api/events/${event.event_id}/tree`,
    ]
    for (const path of lists) expect([path, (await reply(path)).length < 12_000]).toEqual([path, true])

    const [listed] = (await store().repositories.runs.listRuns({}, FIRST_PAGE)).rows
    const bytes = {
      agent: 100_000,
      model: 100_000,
      mode: 100_000,
      session_name: 100_000,
      meta: JSON.stringify(meta).length + 50_000,
    }
    expect(listed?.cut).toEqual(bytes)
    expect(listed?.meta).toEqual({})
    expect(await store().repositories.runs.findListedRun(run.run_id)).toEqual(listed)
    expect(await store().repositories.runs.findRun(run.run_id)).toMatchObject({ ...run, session_name: long })

    const step = nodeRef(RUN, 'step_1')
    const nodes = await store().repositories.nodes.listEnrichedNodes(run.run_id)
    expect(nodes.map(({ node_id, cut }) => [node_id, cut])).toEqual([
      ['planning', undefined],
      ['step_1', { label: 100_000, agent: 100_000, meta: bytes.meta }],
    ])
    expect(await store().repositories.nodes.listEnrichedNodes(run.run_id, [step.node_id])).toEqual(nodes.slice(1))
    expect(await store().repositories.nodes.findEnrichedNode(step)).toMatchObject(node)
    expect((await store().repositories.files.listFilesForRun(run.run_id, FIRST_PAGE)).rows[0]?.cut).toEqual({
      file_path: 100_000,
      meta: bytes.meta,
    })
    const { item } = z.parse(ENDPOINTS.getFile.reply, JSON.parse(await reply(`${base}/files/${file.file_id}`)))
    expect([item.file_path, item.meta]).toEqual([long, meta])
  })

  test('a text of as many characters as a list holds is whole, and says nothing of a cut', async () => {
    const content = 'é'.repeat(CONTENT_PREVIEW_MAX)
    const messages = [
      aMessage({ message_id: '1', content }),
      aMessage({ message_id: '2', content: `${content}é` }),
      aMessage({ message_id: '3', content: `${'😀'.repeat(CONTENT_PREVIEW_MAX / 2)}😀` }),
    ]
    await storeRuns(store(), aBundle({ messages }))
    const { rows } = await store().repositories.messages.listMessagesForRun(RUN, {}, FIRST_PAGE)
    expect(rows.map(({ content: text, cut }) => [text.length, cut])).toEqual([
      [CONTENT_PREVIEW_MAX, undefined],
      [CONTENT_PREVIEW_MAX, { content: 2 * CONTENT_PREVIEW_MAX + 2 }],
      [CONTENT_PREVIEW_MAX, { content: 2 * CONTENT_PREVIEW_MAX + 4 }],
    ])
    expect(rows[0]).toEqual(messages[0])
  })

  test('the texts of a large graph are bounded together, and of no node or edge is left out more than texts', async () => {
    const label = 'é'.repeat(NAME_PREVIEW_MAX)
    const nodes = Array.from({ length: 2000 }, (_, i) =>
      aNode({ node_id: `n${i}`, order_index: i, label, meta: { i } }),
    )
    const edges = nodes
      .slice(1)
      .map(({ node_id }) => anEdge({ from_node_id: 'n0', to_node_id: node_id, condition: label }))
    await storeRuns(store(), aBundle({ nodes, edges }))
    const text = await reply(`/api/runs/${RUN}/dag`)
    expect(new TextEncoder().encode(text).length).toBeLessThan(6 * 1024 * 1024)
    const dag = z.parse(ENDPOINTS.getDag.reply, JSON.parse(text))
    expect([dag.nodes.length, dag.edges.length]).toEqual([2000, 1999])
    expect(dag.nodes[0]).toMatchObject({ label, meta: { i: 0 } })
    expect(dag.nodes[0]?.cut).toBeUndefined()
    expect(dag.nodes.at(-1)?.cut).toMatchObject({ label: 2 * NAME_PREVIEW_MAX })
    expect(dag.nodes.at(-1)?.label.startsWith('éé')).toBe(true)
  })

  test('pages that end early by their bytes make up the whole list, each row once and in its order', async () => {
    const sizes = [0, 1, 3000, 20, 2999, 2500, 0, 700, 1500, 3000, 10, 3000, 40, 900, 3000]
    const at = (i: number) => `2026-01-20T10:00:00.0000${String(10 + (i >> 1))}Z`
    const timed = sizes.map((size, i) => ({
      text: 'x"é😀\\'.repeat(size / 5),
      time: at(i),
      id: String(i).padStart(2, '0'),
    }))
    await storeRuns(
      store(),
      aBundle({
        run: aRun({ session_id: 's', task_description: 'whole', started_at: at(0) }),
        nodes: [aNode()],
        messages: timed.map(({ text, time, id }) => aMessage({ message_id: id, content: text, timestamp: time })),
        files: timed.map(({ text, time, id }) => aFile({ file_id: id, file_path: `p${text}`, created_at: time })),
        events: timed.map(({ text, time, id }) => anEvent({ event_id: id, error_message: text, timestamp: time })),
      }),
      ...timed.map(({ text, time }, i) =>
        aBundle({
          run: aRun({ run_id: runId(100 + i), session_id: `s${i}`, task_description: text, started_at: time }),
        }),
      ),
    )
    const { runs, sessions, messages, files, events } = store().repositories
    const lists: readonly ((page: PageRequest) => Promise<Slice<object>>)[] = [
      (page) => runs.listRuns({}, page),
      (page) => runs.listRuns({ status: ['completed'] }, page),
      (page) => sessions.listSessions(page),
      (page) => messages.listMessagesForRun(RUN, {}, page),
      (page) => files.listFilesForRun(RUN, page),
      (page) => events.listEventsForRun(RUN, {}, page),
      (page) => events.listEventBriefsForRun(RUN, 'all', page),
      (page) => events.listEventBriefsForRun(RUN, 'end', page),
    ]
    const wholes = await Promise.all(lists.map((list) => list(FIRST_PAGE)))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(lists.length - 1),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20_000 }),
        async (place, limit, bytes) => {
          const list = lists[place]
          const whole = wholes[place]
          if (!list || !whole) throw new Error('there is no such list')
          const rows: object[] = []
          let after: PageRequest['after']
          do {
            const page: Slice<object> = await list({ limit, after, bytes })
            expect(page.total).toBe(whole.total)
            expect(page.rows.length).toBeGreaterThan(0)
            expect(page.rows.length).toBeLessThanOrEqual(limit)
            // What came before the last row fits; counts that are added afterwards are a few bytes a row.
            const before = page.rows.slice(0, -1).reduce((sum, row) => sum + bytesOf(row) - ADDED_BYTES, 0)
            expect(before).toBeLessThan(bytes)
            rows.push(...page.rows)
            after = page.next
          } while (after)
          expect(rows).toEqual(whole.rows)
        },
      ),
      { numRuns: 40, seed: 20_260_120 },
    )
    expect(PAGE_BYTES_MAX).toBeLessThan(8 * 1024 * 1024)
  })
}

const LONG_MESSAGE = { node_id: 'step_1', content: large, sender: 's'.repeat(4000) }
const ADDED_BYTES = 400
const bytesOf = (row: object): number => new TextEncoder().encode(JSON.stringify(row)).length
