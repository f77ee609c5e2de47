import { expect, test } from 'vitest'
import { aBundle, aFile, aMessage, aNode, anEvent, aRun } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { FIRST_PAGE, readByPages, runId, storeRuns } from '#tests/support/testStore.ts'
import { idOf, searching } from '#tests/support/store/searching.ts'

const RUN = aRun().run_id
const OTHER = aRun({ run_id: runId(2) })

export function searchContract(store: () => Store): void {
  const { search, idsOf, storeEvents } = searching(store)

  test('tells of an event what its list calls it, where the text stands and what is around it', async () => {
    await storeEvents(
      anEvent({
        event_id: 'e1',
        node_id: 'step_1',
        event_type: 'tool_call',
        execution_order: 1,
        timestamp: '2026-01-20T10:00:00.000001Z',
        inputs: { tool: 'read_csv', arguments: { path: '/data/Survey.csv' } },
        status: 'failed',
      }),
    )
    const { rows, ...slice } = await search('SURVEY')
    expect(slice).toEqual({ total: 1, next: undefined, searched: { rows: 1, of: 1 } })
    const event = (await store().repositories.events.listEventsForRun(RUN, {}, FIRST_PAGE)).rows[0]
    expect(rows).toEqual([
      {
        kind: 'event',
        run_id: RUN,
        node_id: 'step_1',
        event_id: 'e1',
        title: event?.headline,
        at: '2026-01-20T10:00:00.000001Z',
        is_error: true,
        field: 'headline',
        snippet: {
          before: expect.stringMatching(/\/data\/$/),
          match: 'Survey',
          after: expect.stringMatching(/^\.csv/),
        },
      },
    ])
  })

  test('finds a node by its label, id, type, agent or meta, in the order of the graph', async () => {
    const nodes = [
      aNode({ node_id: 'a', order_index: null, label: 'LAST probe' }),
      aNode({ node_id: 'probe-b', order_index: 2, label: ' ', started_at: '2026-01-20T10:00:00.000001Z' }),
      aNode({ node_id: 'c', order_index: 1, label: 'C', node_type: 'the probe type' }),
      aNode({ node_id: 'd', order_index: 0, label: 'D', agent: 'prober' }),
      aNode({ node_id: 'e', order_index: 3, label: 'E', meta: { note: 'a Probe' } }),
      aNode({ node_id: 'f', order_index: 4, label: 'F' }),
    ]
    await storeRuns(store(), aBundle({ nodes }))
    const { rows, total, searched } = await search('probe', 'node')
    expect(rows.map((hit) => [idOf(hit), hit.title, hit.field])).toEqual([
      ['d', 'D', 'agent'],
      ['c', 'C', 'node_type'],
      ['probe-b', 'probe-b', 'node_id'],
      ['e', 'E', 'meta'],
      ['a', 'LAST probe', 'label'],
    ])
    expect(rows[2]?.at).toBe('2026-01-20T10:00:00.000001Z')
    expect([total, searched]).toEqual([5, { rows: 6, of: 6 }])
  })

  test('finds a file by its path, type or meta, never by its content', async () => {
    const content = new TextEncoder().encode('probe')
    const files = [
      aFile({ file_id: '1', file_path: 'out/Probe.csv', created_at: '2026-01-20T10:00:00.000002Z', content }),
      aFile({ file_id: '2', file_path: 'b', file_type: 'probe', created_at: '2026-01-20T10:00:00.000001Z' }),
      aFile({ file_id: '3', file_path: 'c', meta: { by: 'probe' } }),
      aFile({ file_id: '4', file_path: 'd', content }),
    ]
    await storeRuns(store(), aBundle({ nodes: [aNode()], files }))
    const { rows } = await search('probe', 'file')
    expect(rows.map((hit) => [idOf(hit), hit.title, hit.at, hit.field])).toEqual([
      ['2', 'b', '2026-01-20T10:00:00.000001Z', 'file_type'],
      ['1', 'out/Probe.csv', '2026-01-20T10:00:00.000002Z', 'file_path'],
      ['3', 'c', null, 'meta'],
    ])
  })

  test('finds a message by its content, sender, recipient or meta', async () => {
    const messages = [
      aMessage({ message_id: '1', content: 'a probe', sender: 'x', recipient: 'y' }),
      aMessage({ message_id: '2', content: '', sender: 'probe', recipient: null }),
      aMessage({ message_id: '3', content: '', sender: null, recipient: 'probe' }),
      aMessage({ message_id: '4', content: '', sender: null, recipient: null, meta: { probe: 1 } }),
    ]
    await storeRuns(store(), aBundle({ nodes: [aNode()], messages }))
    const { rows } = await search('Probe', 'message')
    expect(rows.map((hit) => [hit.title, hit.field])).toEqual([
      ['x → y', 'content'],
      ['probe', 'sender'],
      ['probe', 'recipient'],
      ['Message', 'meta'],
    ])
  })

  test('finds each part of an event, and tells the first in the order of the contract', async () => {
    const types = { event_type: 'tool_call', inputs: { tool: 'x', n: 'probe' } }
    await storeEvents(
      anEvent({ event_id: '0', execution_order: 0, error_message: 'the probe\nand more' }),
      anEvent({ event_id: '1', execution_order: 1, agent_name: 'the probe' }),
      anEvent({ event_id: '2', execution_order: 2, ...types }),
      anEvent({ event_id: '3', execution_order: 3, outputs: { deep: [{ probe: null }] } }),
      anEvent({ event_id: '4', execution_order: 4, meta: { probe: true } }),
      anEvent({ event_id: 'a Probe', execution_order: 5 }),
      anEvent({ event_id: '6', execution_order: 6, event_type: 'tool_call', event_subtype: 'probe' }),
      anEvent({ event_id: '7', execution_order: 7, inputs: 'Probe', outputs: 'Probe', meta: { probe: 1 } }),
      anEvent({ event_id: '8', execution_order: 8, ...types, inputs: { tool: 'probe' } }),
    )
    const { rows } = await search('probe')
    expect(rows.map((hit) => [idOf(hit), hit.field])).toEqual([
      ['0', 'error_message'],
      ['1', 'agent'],
      ['2', 'inputs'],
      ['3', 'outputs'],
      ['4', 'meta'],
      ['a Probe', 'event_id'],
      ['7', 'inputs'],
      ['8', 'headline'],
    ])
    expect((await search('TOOL_call')).rows.map((hit) => [idOf(hit), hit.field])).toEqual([
      ['2', 'event_type'],
      ['6', 'event_type'],
      ['8', 'event_type'],
    ])
  })

  test('events without a node are found as well, and those of another run never', async () => {
    const other = aBundle({ run: OTHER, events: [anEvent({ run_id: OTHER.run_id, event_id: 'o', inputs: 'probe' })] })
    await storeRuns(store(), aBundle({ events: [anEvent({ event_id: 'own', inputs: 'probe' })] }), other)
    expect((await search('probe')).rows).toMatchObject([{ run_id: RUN, node_id: null, event_id: 'own' }])
    expect(await search('probe')).toMatchObject({ total: 1, searched: { rows: 1, of: 1 } })
    expect(
      await store().repositories.search.search(aRun({ run_id: runId(3) }).run_id, 'event', 'probe', FIRST_PAGE),
    ).toEqual({
      rows: [],
      total: 0,
      next: undefined,
      searched: { rows: 0, of: 0 },
    })
  })

  test('pages of every size make up the whole list, in the order of the events, with the true total', async () => {
    const events = [
      anEvent({ event_id: 'c', execution_order: 1, inputs: 'probe' }),
      anEvent({ event_id: 'b', execution_order: 1, inputs: 'probe', timestamp: '2026-01-20T10:00:00.000002Z' }),
      anEvent({ event_id: 'd', execution_order: 1, inputs: 'probe', timestamp: '2026-01-20T10:00:00.000002Z' }),
      anEvent({ event_id: 'x', execution_order: 2, inputs: 'nothing' }),
      anEvent({ event_id: 'a', inputs: 'probe', started_at: '2026-01-20T10:00:00.000001Z' }),
      anEvent({ event_id: '0', inputs: 'probe' }),
    ]
    await storeEvents(...events)
    for (let limit = 1; limit <= events.length + 1; limit++) {
      const hits = await readByPages(limit, (page) => store().repositories.search.search(RUN, 'event', 'probe', page))
      expect(hits.map(idOf)).toEqual(['b', 'd', 'c', 'a', '0'])
    }
  })

  test('an event that is written again is found by its new text and at its new place', async () => {
    await storeEvents(
      anEvent({ event_id: '1', execution_order: 1, inputs: 'old' }),
      anEvent({ event_id: '2', execution_order: 2, inputs: 'new' }),
    )
    await storeEvents(anEvent({ event_id: '1', execution_order: 3, inputs: 'new' }))
    expect(await idsOf('"old"')).toEqual([])
    expect(await idsOf('"new"')).toEqual(['2', '1'])
  })
}
