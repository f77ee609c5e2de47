import { agent, chat, handmadeSpan, onlyRun, seen, tool, workflow } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const flow = handmadeSpan({ id: 1, from: 0, to: 1000, attributes: workflow('flow') })
const step = (id: number, name: string, from: number, to: number, parent = 1) =>
  handmadeSpan({ id, parent, from, to, attributes: agent(name) })

describe('edges by time', () => {
  it('follow an uneven fan-in: each branch is tied to what it waited for, and nothing twice', async () => {
    const { edges } = await seen([
      flow,
      step(2, 'plan', 0, 10),
      step(3, 'quick', 11, 20),
      step(4, 'slow', 11, 50),
      step(5, 'check', 21, 40),
      step(6, 'write', 51, 60),
    ])
    expect(edges).toEqual(['check ~> write', 'plan ~> quick', 'plan ~> slow', 'quick ~> check', 'slow ~> write'])
  })

  it('bear the millisecond by which JavaScript lets spans overlap', async () => {
    expect((await seen([flow, step(2, 'a', 0, 10.9), step(3, 'b', 10, 20)])).edges).toEqual(['a ~> b'])
    expect((await seen([flow, step(2, 'a', 0, 12), step(3, 'b', 10, 20)])).edges).toEqual([])
  })

  it('join a loop as a chain of executions with numbers, never as a circle', async () => {
    const { nodes, edges } = await seen([
      flow,
      step(2, 'write', 0, 10),
      step(3, 'review', 11, 20),
      step(4, 'write', 21, 30),
      step(5, 'review', 31, 40),
    ])
    expect(Object.keys(nodes)).toEqual(['write', 'review', 'write#2', 'review#2'])
    expect(edges).toEqual(['review ~> write#2', 'write ~> review', 'write#2 ~> review#2'])
  })

  it('are not drawn between services, whose clocks may differ', async () => {
    const far = { ...step(3, 'b', 20, 30), resource: { 'service.name': 'elsewhere' } }
    expect((await seen([flow, step(2, 'a', 0, 10), far])).edges).toEqual([])
    const boss = handmadeSpan({ id: 9, from: 0, to: 100, attributes: agent('boss') })
    expect((await seen([boss, step(2, 'a', 0, 10, 9), { ...far, parent_span_id: boss.span_id }])).edges).toEqual([
      'boss ~> a',
      'boss ~> b',
    ])
  })

  it('are drawn among the agents of one agent, and the first hangs on it', async () => {
    const boss = handmadeSpan({ id: 1, from: 0, to: 100, attributes: agent('boss') })
    const call = handmadeSpan({ id: 7, parent: 1, from: 1, to: 50, attributes: tool('ask') })
    const run = await onlyRun([boss, call, step(2, 'a', 2, 10, 7), step(3, 'b', 11, 49, 7)])
    expect((await seen([boss, call, step(2, 'a', 2, 10, 7), step(3, 'b', 11, 49, 7)])).edges).toEqual([
      'a ~> b',
      'boss ~> a',
    ])
    const [outer, ...inner] = run.bundle.nodes
    expect(inner.map(({ parent_node_id }) => parent_node_id)).toEqual([outer?.node_id, outer?.node_id])
  })

  it('stay few between two wide layers one after the other', async () => {
    const layer = (first: number, from: number) =>
      Array.from({ length: 150 }, (_, at) => step(first + at, `n${first + at}`, from, from + 10))
    const { edges } = await seen([flow, ...layer(1000, 0), ...layer(2000, 20), ...layer(3000, 40)])
    expect(edges.length).toBeLessThan(25_000)
    expect(edges.length).toBeGreaterThan(450)
  })
})

describe('edges that the spans name', () => {
  const node = (id: number, graph: string, parent_id: string | undefined, from: number, extra = {}) =>
    handmadeSpan({
      id,
      parent: 1,
      from,
      to: from + 9,
      name: `${graph}.run`,
      attributes: {
        'openinference.span.kind': 'AGENT',
        'graph.node.id': graph,
        ...(parent_id !== undefined && { 'graph.node.parent_id': parent_id }),
        ...extra,
      },
    })
  const root = handmadeSpan({
    id: 1,
    from: 0,
    to: 100,
    name: 'crew',
    attributes: { 'openinference.span.kind': 'CHAIN' },
  })

  it('lead from the latest execution of a name, so that a handoff back makes no circle', async () => {
    const { nodes, edges } = await seen([
      root,
      node(2, 'triage', undefined, 0),
      node(3, 'billing', 'triage', 10),
      node(4, 'triage', 'billing', 20),
      node(5, 'billing', 'triage', 30),
    ])
    expect(Object.keys(nodes)).toEqual(['triage', 'billing', 'triage#2', 'billing#2'])
    expect(edges).toEqual(['billing -> triage#2', 'triage -> billing', 'triage#2 -> billing#2'])
  })

  it('name an Agno team and its members by their names, though their ids are random', async () => {
    const { nodes, edges } = await seen(
      [
        node(1, '5f0c2a6be41d9b07', undefined, 0, { 'graph.node.name': 'Newsroom' }),
        { ...node(2, 'a1b2c3d4e5f60718', '5f0c2a6be41d9b07', 10, { 'graph.node.name': 'Researcher' }) },
        { ...node(3, 'b1b2c3d4e5f60719', '5f0c2a6be41d9b07', 30, { 'graph.node.name': 'Writer' }) },
      ].map((span, at) => (at === 0 ? { ...span, parent_span_id: null } : span)),
    )
    expect(Object.keys(nodes)).toEqual(['Newsroom', 'Researcher', 'Writer'])
    expect(edges).toEqual(['Newsroom -> Researcher', 'Newsroom -> Writer'])
  })

  it('make one node of a CrewAI task and its agent, which bear the same graph id', async () => {
    const task = node(2, 'Researcher', undefined, 0)
    const inner = { ...node(3, 'Researcher', undefined, 1), parent_span_id: task.span_id, end_ns: task.end_ns }
    const second = node(4, 'Writer', 'Researcher', 20)
    const { nodes, edges } = await seen([root, task, inner, second])
    expect(Object.keys(nodes)).toEqual(['Researcher', 'Writer'])
    expect(edges).toEqual(['Researcher -> Writer'])
  })

  it('are left to time where the named parent never ran before', async () => {
    expect((await seen([root, node(2, 'b', 'z', 0), node(3, 'c', 'z', 20)])).edges).toEqual(['b ~> c'])
  })

  it('do not make nodes of model and tool calls that bear graph ids', async () => {
    const call = handmadeSpan({
      id: 3,
      parent: 2,
      from: 1,
      to: 5,
      attributes: { 'openinference.span.kind': 'LLM', 'graph.node.id': 'llm_3', 'graph.node.parent_id': 'a' },
    })
    const after = node(4, 'b', 'llm_3', 20)
    expect((await seen([root, node(2, 'a', undefined, 0), call, after])).edges).toEqual(['a -> b'])
  })

  it('come from a transfer of control in the GenAI conventions, which is no tool call', async () => {
    const spans = [
      flow,
      step(2, 'triage', 0, 10),
      handmadeSpan({
        id: 3,
        parent: 2,
        from: 8,
        to: 9,
        attributes: {
          ...tool('transfer'),
          'gen_ai.transfer.mode': 'pass_control',
          'gen_ai.transfer.target.name': 'billing',
        },
      }),
      step(4, 'search', 11, 20),
      step(5, 'billing', 21, 30),
    ]
    expect((await seen(spans)).edges).toEqual(['triage -> billing', 'triage ~> search'])
    const { events } = (await onlyRun(spans)).bundle
    expect(events.filter(({ event_type }) => event_type === 'handoff').map(({ inputs }) => inputs)).toEqual([
      { to: 'billing' },
    ])
    expect(events.filter(({ event_type }) => event_type === 'tool_call')).toEqual([])
  })
})

describe('what is no node', () => {
  it('is the tool that a name of an agent is copied onto', async () => {
    const copied = handmadeSpan({
      id: 3,
      parent: 2,
      from: 1,
      to: 2,
      attributes: { ...tool('find'), 'gen_ai.agent.name': 'a' },
    })
    expect(Object.keys((await seen([flow, step(2, 'a', 0, 10), copied])).nodes)).toEqual(['a'])
  })

  it('is a workflow within a step', async () => {
    const inner = handmadeSpan({ id: 3, parent: 2, from: 1, to: 9, attributes: workflow('inner') })
    const { nodes, edges } = await seen([flow, step(2, 'outer', 0, 10), inner, step(4, 'deep', 2, 8, 3)])
    expect(Object.keys(nodes)).toEqual(['outer', 'deep'])
    expect(edges).toEqual(['outer ~> deep'])
  })

  it('is the second telling of one call of an agent, by caller and callee', async () => {
    const client = { ...step(2, 'a', 0, 10), kind: 3 }
    const { nodes } = await seen([flow, client, step(3, 'a', 1, 9, 2)])
    expect(nodes).toEqual({ a: 'agent completed' })
    const itself = handmadeSpan({ id: 7, parent: 2, from: 1, to: 9, attributes: tool('again') })
    expect(Object.keys((await seen([flow, client, itself, step(3, 'a', 2, 8, 7)])).nodes)).toEqual(['a', 'a#2'])
  })

  it('is made of the direct calls of a root that knows no agents, once it is there', async () => {
    const root = handmadeSpan({ id: 1, from: 0, to: 30, name: 'GET /ask' })
    const calls = [
      handmadeSpan({
        id: 2,
        parent: 1,
        from: 1,
        to: 9,
        name: 'embed',
        attributes: { 'gen_ai.operation.name': 'embeddings' },
      }),
      handmadeSpan({ id: 3, parent: 1, from: 10, to: 20, name: 'chat mock-gpt', attributes: chat }),
    ]
    expect((await seen(calls)).nodes).toEqual({})
    expect(await seen([...calls, root])).toEqual({
      status: 'completed',
      nodes: { embed: 'control completed', 'mock-gpt': 'agent completed' },
      edges: ['embed ~> mock-gpt'],
    })
  })
})
