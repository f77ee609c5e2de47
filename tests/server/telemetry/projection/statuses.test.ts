import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { agent, chat, handmadeSpan, onlyRun, RUN, seen, seenOf, tool, workflow } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const failed = { code: 2, message: 'no answer' }
const flow = handmadeSpan({ id: 1, from: 0, to: 100, attributes: workflow('flow') })

describe('the status of a run', () => {
  it('is completed where a tool failed and its agent went on', async () => {
    const broken = handmadeSpan({ id: 3, parent: 2, from: 1, to: 2, attributes: tool('find'), status: failed })
    const { status, nodes } = await seen([
      flow,
      handmadeSpan({ id: 2, parent: 1, from: 0, to: 9, attributes: agent('a') }),
      broken,
    ])
    expect([status, nodes]).toEqual(['completed', { a: 'agent completed' }])
  })

  it('is failed where the root failed, or the last work below a root that is none', async () => {
    const broken = handmadeSpan({ id: 2, parent: 1, from: 0, to: 9, attributes: agent('a'), status: failed })
    expect((await seen([{ ...flow, status: failed }, broken])).status).toBe('failed')
    const server = handmadeSpan({ id: 1, from: 0, to: 100, name: 'POST /ask' })
    expect((await seen([server, broken])).status).toBe('failed')
    const again = handmadeSpan({ id: 3, parent: 1, from: 10, to: 20, attributes: agent('a') })
    expect(await seen([server, broken, again])).toEqual({
      status: 'completed',
      nodes: { a: 'agent failed', 'a#2': 'agent completed' },
      edges: ['a ~> a#2'],
    })
  })

  it('waits for a root, then for a while, and then goes by what is topmost', async () => {
    const child = (status = { code: 0, message: '' }) =>
      handmadeSpan({ id: 2, parent: 1, from: 0, to: 9, attributes: agent('a'), status })
    expect((await seen([child()])).status).toBe('executing')
    expect((await seen([child()], true)).status).toBe('completed')
    expect((await seen([child(failed)])).status).toBe('executing')
    expect((await seen([child(failed)], true)).status).toBe('failed')
    expect((await projectSpans(RUN, [child()], { isQuiet: false })).isSettled).toBe(false)
    expect((await projectSpans(RUN, [child()], { isQuiet: true })).isSettled).toBe(true)
  })

  it('is planning as long as only a plan is known', async () => {
    const plan = handmadeSpan({ id: 2, parent: 1, from: 0, to: 9, attributes: { 'gen_ai.operation.name': 'plan' } })
    expect(await seen([plan])).toEqual({ status: 'planning', nodes: { work: 'planning completed' }, edges: [] })
  })

  it('is completed after an abort, which leaves spans without a status or an answer', async () => {
    const aborted = handmadeSpan({ id: 1, from: 0, to: 5, attributes: agent('a') })
    const call = handmadeSpan({ id: 2, parent: 1, from: 1, to: 5, attributes: chat })
    const { bundle } = await onlyRun([aborted, call])
    expect(bundle.run.status).toBe('completed')
    expect(bundle.events.filter(({ error_message }) => error_message !== null)).toEqual([])
  })
})

describe('a failure', () => {
  it('is an exception that left a span of which nobody set a status', async () => {
    const escaped = [
      {
        name: 'exception',
        attributes: { 'exception.type': 'Boom', 'exception.message': 'it broke', 'exception.escaped': true },
      },
    ]
    const { bundle } = await onlyRun([handmadeSpan({ id: 1, from: 0, to: 5, attributes: agent('a'), events: escaped })])
    expect(bundle.run.status).toBe('failed')
    expect(bundle.events.map(({ error_message }) => error_message)).toEqual([null, 'Boom: it broke'])
    const inPython = escaped.map((one) => ({ ...one, attributes: { ...one.attributes, 'exception.escaped': 'True' } }))
    const python = handmadeSpan({ id: 1, from: 0, to: 5, attributes: agent('a'), events: inPython })
    expect((await seen([python])).status).toBe('failed')
    const caught = [{ name: 'exception', attributes: { 'exception.message': 'it broke' } }]
    expect((await seen([handmadeSpan({ id: 1, from: 0, to: 5, attributes: agent('a'), events: caught })])).status).toBe(
      'completed',
    )
  })

  it('can be found where an exporter copies it to all that ends later', async () => {
    const oi = (kind: string) => ({ 'openinference.span.kind': kind })
    const { bundle } = await onlyRun([
      handmadeSpan({ id: 1, from: 0, to: 50, attributes: { ...agent('a'), ...oi('AGENT') }, status: failed }),
      handmadeSpan({ id: 2, parent: 1, from: 1, to: 9, attributes: { ...chat, ...oi('LLM') } }),
      handmadeSpan({
        id: 3,
        parent: 1,
        from: 10,
        to: 19,
        attributes: { ...tool('find'), ...oi('TOOL') },
        status: failed,
      }),
      handmadeSpan({ id: 4, parent: 1, from: 20, to: 29, attributes: { ...chat, ...oi('LLM') }, status: failed }),
    ])
    const first = bundle.events.find(({ event_id }) => event_id === bundle.run.meta['failed_event_id'])
    expect([bundle.run.status, first?.event_type, first?.meta['tool']]).toEqual(['failed', 'tool_call', 'find'])
  })

  it('is not that a LangGraph node asks a person, or hands over to the graph around it', async () => {
    const metadata = JSON.stringify({ langgraph_node: 'ask', langgraph_step: 1, langgraph_checkpoint_ns: 'ask:1' })
    const graph = handmadeSpan({
      id: 1,
      from: 0,
      to: 9,
      name: 'graph',
      attributes: { 'openinference.span.kind': 'CHAIN' },
    })
    const node = (message: string) =>
      handmadeSpan({
        id: 2,
        parent: 1,
        name: 'ask',
        from: 1,
        to: 8,
        status: { code: 2, message },
        attributes: { 'openinference.span.kind': 'CHAIN', metadata },
      })
    expect(await seen([graph, node('GraphInterrupt: ok?')])).toMatchObject({
      status: 'waiting_approval',
      nodes: { ask: 'control waiting_approval' },
    })
    expect(await seen([graph, node('ParentCommand: go')])).toMatchObject({
      status: 'completed',
      nodes: { ask: 'control completed' },
    })
  })

  it('of Mastra and of Langfuse stands in an attribute', async () => {
    const mastra = { 'mastra.span.type': 'workflow_step', 'mastra.workflow_step.step_id': 's' }
    const root = handmadeSpan({ id: 1, from: 0, to: 9, attributes: { 'mastra.span.type': 'workflow_run' } })
    const of = (status: string) =>
      handmadeSpan({
        id: 2,
        parent: 1,
        from: 1,
        to: 8,
        attributes: { ...mastra, 'mastra.workflow_step.status': status },
      })
    expect((await seen([root, of('failed')])).nodes).toEqual({ s: 'control failed' })
    expect((await seen([root, of('suspended')])).nodes).toEqual({ s: 'control waiting_approval' })
    const langfuse = {
      'langfuse.observation.type': 'agent',
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': 'lost',
    }
    expect((await seen([handmadeSpan({ id: 1, from: 0, to: 9, name: 'a', attributes: langfuse })])).nodes).toEqual({
      a: 'agent failed',
    })
  })
})

describe('a run that is going on', () => {
  it('shows an agent as soon as one of its calls ended that names it, and keeps its node', async () => {
    const call = handmadeSpan({
      id: 2,
      parent: 1,
      from: 1,
      to: 5,
      attributes: { ...tool('find'), 'gen_ai.agent.name': 'helper' },
    })
    const before = await onlyRun([call])
    expect(seenOf(before).nodes).toEqual({ helper: 'agent running' })
    const after = await onlyRun([call, handmadeSpan({ id: 1, from: 0, to: 6, attributes: agent('helper') })])
    expect(seenOf(after).nodes).toEqual({ helper: 'agent completed' })
    expect(after.bundle.nodes[0]?.node_id).toBe(before.bundle.nodes[0]?.node_id)
  })

  it('shows no agent for a call that names none', async () => {
    const call = handmadeSpan({ id: 2, parent: 7, from: 1, to: 5, attributes: chat })
    const other = handmadeSpan({ id: 3, parent: 1, from: 0, to: 6, attributes: agent('a') })
    expect(seenOf(await onlyRun([call, other])).nodes).toEqual({ a: 'agent completed' })
  })

  it('shows an agent as soon as one of its model calls of the AI SDK ended, and keeps its node', async () => {
    const call = handmadeSpan({
      id: 2,
      parent: 1,
      from: 1,
      to: 5,
      attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.telemetry.functionId': 'helper' },
    })
    const before = await onlyRun([call])
    expect(seenOf(before).nodes).toEqual({ helper: 'agent running' })
    const own = handmadeSpan({
      id: 1,
      from: 0,
      to: 6,
      attributes: { 'ai.operationId': 'ai.generateText', 'ai.telemetry.functionId': 'helper' },
    })
    const after = await onlyRun([call, own])
    expect(seenOf(after).nodes).toEqual({ helper: 'agent completed' })
    expect(after.bundle.nodes[0]?.node_id).toBe(before.bundle.nodes[0]?.node_id)
    expect((await seen([call], true)).nodes).toEqual({ helper: 'agent unknown' })
  })

  it('shows the nodes that LangGraph names, also the outer one of a nested graph', async () => {
    const metadata = JSON.stringify({
      langgraph_node: 'inner',
      langgraph_step: 1,
      langgraph_checkpoint_ns: 'outer:1|inner:2',
    })
    const call = handmadeSpan({
      id: 4,
      parent: 3,
      from: 1,
      to: 5,
      name: 'Model',
      attributes: { 'openinference.span.kind': 'LLM', metadata },
    })
    expect(await seen([call])).toEqual({
      status: 'executing',
      nodes: { outer: 'control running', inner: 'agent running' },
      edges: ['outer ~> inner'],
    })
  })

  it('makes no node of a missing parent that may be looked through', async () => {
    const calls = [2, 3].map((id) => handmadeSpan({ id, parent: 1, from: id, to: id + 1, attributes: chat }))
    const { bundle } = await onlyRun(calls)
    expect(bundle.nodes).toEqual([])
    expect(bundle.events.map(({ node_id }) => node_id)).toEqual([null, null])
  })

  it('shows a span that only began, as few exporters tell, and does not end it for a silence', async () => {
    const open = handmadeSpan({ id: 1, from: 0, attributes: agent('a') })
    expect(await seen([open])).toMatchObject({ status: 'executing', nodes: { a: 'agent running' } })
    expect(await seen([open], true)).toMatchObject({ status: 'executing', nodes: { a: 'agent running' } })
    const done = handmadeSpan({ id: 1, from: 0, to: 5, attributes: agent('a') })
    expect(await seen([done, open])).toMatchObject({ status: 'completed', nodes: { a: 'agent completed' } })
  })

  it("reads Logfire's pending spans as the spans that they stand for", async () => {
    const pending = handmadeSpan({
      id: 9,
      parent: 2,
      from: 1,
      to: 1,
      attributes: {
        ...agent('a'),
        'logfire.span_type': 'pending_span',
        'logfire.pending_parent_id': '0000000000000000',
      },
    })
    const own = handmadeSpan({ id: 2, from: 1, to: 8, attributes: agent('a') })
    const [before, after] = [await onlyRun([pending]), await onlyRun([own, pending])]
    expect(seenOf(before)).toEqual({ status: 'executing', nodes: { a: 'agent running' }, edges: [] })
    expect(seenOf(after)).toEqual({ status: 'completed', nodes: { a: 'agent completed' }, edges: [] })
    expect(after.bundle.nodes[0]?.node_id).toBe(before.bundle.nodes[0]?.node_id)
  })
})
