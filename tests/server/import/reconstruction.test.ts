import { describe, expect, it } from 'vitest'
import { importing } from '#tests/support/oldDatabases/importing.ts'
import { FIRST, oldDatabase, oldEdge, oldEvent, oldNode, oldRun, SECOND } from '#tests/support/oldDatabases/oldRows.ts'

const twoRuns = { workflow_runs: [oldRun(FIRST), oldRun(SECOND)] }

describe('a node id that two runs use', () => {
  const database = oldDatabase({
    ...twoRuns,
    dag_nodes: [
      oldNode('step_1', FIRST, {
        node_type: 'control',
        agent: 'first-agent',
        status: 'failed',
        meta: '{"label":"Work"}',
      }),
    ],
    execution_events: [
      oldEvent('a', FIRST, 'step_1', { agent_name: 'first-agent', timestamp: '2026-01-02 10:00:00' }),
      oldEvent('b', SECOND, 'step_1', {
        agent_name: 'second-agent',
        timestamp: '2026-01-05 11:00:00.250000',
        completed_at: '2026-01-05T12:00:01+01:00',
        execution_order: 0,
      }),
    ],
  })

  it('becomes two nodes, of which each has its own events', async () => {
    const { bundleOf, report } = await importing(database)
    expect(bundleOf(FIRST).events.map((event) => event.event_id)).toEqual(['a'])
    expect(bundleOf(SECOND).events.map((event) => event.event_id)).toEqual(['b'])
    expect(bundleOf(FIRST).nodes).toMatchObject([{ origin: 'recorded', status: 'failed', agent: 'first-agent' }])
    expect(report.reconstructed_nodes).toBe(1)
  })

  it('takes type and label from the stored row, and everything that happened from its own events', async () => {
    const { bundleOf } = await importing(database)
    expect(bundleOf(SECOND).nodes).toEqual([
      {
        run_id: SECOND,
        node_id: 'step_1',
        node_type: 'control',
        label: 'Work',
        agent: 'second-agent',
        status: 'completed',
        order_index: 0,
        parent_node_id: null,
        started_at: '2026-01-05T11:00:00.250000Z',
        completed_at: '2026-01-05T11:00:01.000000Z',
        origin: 'reconstructed',
        meta: {},
      },
    ])
  })

  it('is told of, once for the run that lost its row', async () => {
    const { report } = await importing(database)
    expect(report.findings).toMatchObject([
      { kind: 'node_reconstructed', count: 1, examples: [{ key: 'step_1', run_id: SECOND }] },
    ])
  })
})

it('reconstructs a node that only a file or only a message names', async () => {
  const { bundleOf } = await importing(
    oldDatabase({
      ...twoRuns,
      files: [{ id: 'f', run_id: FIRST, node_id: 'step_7', file_path: 'a.csv' }],
      messages: [{ id: 1, run_id: SECOND, node_id: 'review_2', content: 'hello' }],
    }),
  )
  expect(bundleOf(FIRST).nodes).toMatchObject([{ node_id: 'step_7', label: 'Step 7', origin: 'reconstructed' }])
  expect(bundleOf(SECOND).nodes).toMatchObject([{ node_id: 'review_2', label: 'Review 2' }])
  expect(bundleOf(SECOND).messages).toMatchObject([{ message_id: '1', node_id: 'review_2' }])
})

it('guesses the type of a node that nobody stored from its name', async () => {
  const names = ['planning', 'terminator', 'approval_gate', 'parallel_3', 'step_2']
  const { bundleOf } = await importing(
    oldDatabase({
      workflow_runs: [oldRun(FIRST)],
      execution_events: names.map((name, index) => oldEvent(`e${index}`, FIRST, name, { execution_order: index })),
    }),
  )
  expect(bundleOf(FIRST).nodes.map((node) => [node.node_id, node.node_type, node.order_index])).toEqual([
    ['planning', 'planning', 0],
    ['terminator', 'terminator', 1],
    ['approval_gate', 'approval', 2],
    ['parallel_3', 'parallel', 3],
    ['step_2', 'agent', 4],
  ])
})

describe('the status of a reconstructed node', () => {
  const call = (over: object) =>
    oldEvent('call', FIRST, 'step_1', {
      event_type: 'agent_call',
      execution_order: 0,
      timestamp: '2026-01-02 10:00:00',
      ...over,
    })
  const child = (over: object) =>
    oldEvent('child', FIRST, 'step_1', {
      event_type: 'code_exec',
      parent_event_id: 'call',
      execution_order: 1,
      timestamp: '2026-01-02 10:00:01',
      completed_at: '2026-01-02 10:00:02',
      ...over,
    })
  it.each([
    [
      'completed where a failure within it was mended',
      'completed',
      [call({ completed_at: '2026-01-02 10:00:09' }), child({ status: 'failed' })],
      'completed',
    ],
    [
      'failed where the call that ends last failed',
      'failed',
      [call({ completed_at: '2026-01-02 10:00:09', status: 'failed' }), child({ status: 'completed' })],
      'failed',
    ],
    [
      'failed where its last word is an error',
      'failed',
      [call({ event_subtype: 'start' }), child({ event_type: 'error' })],
      'failed',
    ],
    [
      'running where it began and never ended in a live run',
      'executing',
      [call({ event_subtype: 'start' }), child({})],
      'running',
    ],
    [
      'completed where it ended in a live run',
      'executing',
      [call({ completed_at: '2026-01-02 10:00:09' })],
      'completed',
    ],
    [
      'completed where nothing else is known of it in a finished run',
      'completed',
      [call({ event_subtype: 'start' })],
      'completed',
    ],
    [
      'waiting where its run waits for an answer',
      'waiting_approval',
      [oldEvent('ask', FIRST, 'step_1', { event_type: 'approval_requested' })],
      'waiting_approval',
    ],
  ])('is %s', async (_, runStatus, events, expected) => {
    const { bundleOf } = await importing(
      oldDatabase({ workflow_runs: [oldRun(FIRST, { status: runStatus })], execution_events: events }),
    )
    expect(bundleOf(FIRST).nodes.map((node) => node.status)).toEqual([expected])
  })
})

describe('an old edge', () => {
  const names = (run_id: string, ...ids: readonly string[]) => ids.map((id) => oldEvent(`${run_id}-${id}`, run_id, id))

  it('is recorded in the run that owns both ends and inferred where they are reconstructed', async () => {
    const { bundleOf, report } = await importing(
      oldDatabase({
        ...twoRuns,
        dag_nodes: [oldNode('planning', FIRST), oldNode('step_1', FIRST)],
        dag_edges: [oldEdge(1, 'planning', 'step_1', { dependency_type: 'conditional', condition: 'ready' })],
        execution_events: names(SECOND, 'planning', 'step_1'),
      }),
    )
    const edge = { from_node_id: 'planning', to_node_id: 'step_1', dependency_type: 'conditional', condition: 'ready' }
    expect(bundleOf(FIRST).edges).toEqual([{ ...edge, run_id: FIRST, origin: 'recorded' }])
    expect(bundleOf(SECOND).edges).toEqual([{ ...edge, run_id: SECOND, origin: 'inferred' }])
    expect(report.tables.dag_edges).toEqual({ read: 1, placed: 1, unplaced: 0 })
    expect(report.inferred_edges).toBe(1)
  })

  it('does not appear in a run that has only one of its ends', async () => {
    const { bundleOf } = await importing(
      oldDatabase({
        ...twoRuns,
        dag_nodes: [oldNode('planning', FIRST), oldNode('step_1', FIRST)],
        dag_edges: [oldEdge(1, 'planning', 'step_1')],
        execution_events: names(SECOND, 'planning'),
      }),
    )
    expect(bundleOf(SECOND).edges).toEqual([])
  })

  it('between nodes of two runs is put into neither, and is told of', async () => {
    const { bundleOf, report, found } = await importing(
      oldDatabase({
        ...twoRuns,
        dag_nodes: [oldNode('x', FIRST), oldNode('y', SECOND)],
        dag_edges: [oldEdge(1, 'x', 'y'), oldEdge(2, 'x', 'nowhere'), { id: 3, from_node_id: null, to_node_id: 'y' }],
      }),
    )
    expect([...bundleOf(FIRST).edges, ...bundleOf(SECOND).edges]).toEqual([])
    expect(found('edge_between_runs')).toEqual(['1'])
    expect(found('edge_end_missing')).toEqual(['2', '3'])
    expect(report.tables.dag_edges).toEqual({ read: 3, placed: 0, unplaced: 3 })
  })

  it('that repeats another is kept once and told of', async () => {
    const { bundleOf, report, found } = await importing(
      oldDatabase({
        workflow_runs: [oldRun(FIRST)],
        dag_nodes: [oldNode('x', FIRST), oldNode('y', FIRST)],
        dag_edges: [oldEdge(1, 'x', 'y'), oldEdge(2, 'x', 'y', { condition: 'again' })],
      }),
    )
    expect(bundleOf(FIRST).edges).toMatchObject([{ condition: null }])
    expect(found('duplicate_key')).toEqual(['2'])
    expect(report.tables.dag_edges).toEqual({ read: 2, placed: 1, unplaced: 1 })
  })
})
