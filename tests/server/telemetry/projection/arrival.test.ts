import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { agent, chat, handmadeSpan, onlyRun, RUN, seen, workflow } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const ids = async (spans: Parameters<typeof onlyRun>[0]) =>
  (await onlyRun(spans)).bundle.nodes.map(({ node_id }) => node_id)

describe('a run that knows no agents', () => {
  const oi = (kind: string) => ({ 'openinference.span.kind': kind })
  const root = handmadeSpan({ id: 1, name: 'pipeline', from: 0, to: 50, attributes: oi('CHAIN') })
  const collect = handmadeSpan({ id: 2, parent: 1, name: 'collect', from: 1, to: 10, attributes: oi('RETRIEVER') })
  const answer = handmadeSpan({ id: 3, parent: 1, name: 'answer', from: 11, to: 40, attributes: oi('CHAIN') })
  const model = handmadeSpan({ id: 4, parent: 3, name: 'llm', from: 12, to: 39, attributes: oi('LLM') })

  it('keeps what its root did while a later call still waits for its parent', async () => {
    const shown = await ids([root, collect])
    expect(shown).toHaveLength(1)
    expect(await ids([root, collect, model])).toEqual(shown)
    expect(await seen([root, collect, answer, model])).toMatchObject({ edges: ['collect ~> answer'] })
  })

  it('shows nothing in the place of agents that its framework always has', async () => {
    const scope = '@arizeai/openinference-instrumentation-openai-agents'
    const task = { ...collect, name: 'Agent workflow', attributes: oi('CHAIN'), scope: { name: scope, version: '' } }
    const whole = { ...root, attributes: oi('AGENT'), scope: task.scope }
    expect(await ids([whole, task])).toEqual([])
    const bot = handmadeSpan({
      id: 9,
      parent: 2,
      from: 2,
      to: 9,
      attributes: { ...oi('AGENT'), 'graph.node.id': 'Bot' },
      scope,
    })
    expect(Object.keys((await seen([whole, task, bot])).nodes)).toEqual(['Bot'])
  })
})

describe('a call to an agent elsewhere', () => {
  const top = handmadeSpan({ id: 1, from: 0, to: 60, attributes: agent('boss') })
  const caller = handmadeSpan({ id: 2, parent: 1, from: 5, to: 50, kind: 3, attributes: agent('flights') })
  const callee = handmadeSpan({ id: 3, parent: 2, from: 8, to: 45, attributes: agent('flights'), service: 'travel' })

  it('is shown under one id, whichever side came first', async () => {
    const work = handmadeSpan({ id: 4, parent: 3, from: 9, to: 20, attributes: chat, service: 'travel' })
    const shown = await ids([work, callee])
    expect(shown).toHaveLength(1)
    expect(await ids([caller, work])).toEqual([])
    expect(await ids([caller, work, callee])).toEqual(shown)
  })

  it('is a node of its own where the other side never tells', async () => {
    expect((await seen([top, caller])).edges).toEqual(['boss ~> flights'])
  })
})

it('an agent that was only made has done nothing', async () => {
  const made = handmadeSpan({
    id: 2,
    parent: 1,
    from: 1,
    to: 2,
    attributes: { ...agent('bot'), 'gen_ai.operation.name': 'create_agent' },
  })
  const flow = handmadeSpan({ id: 1, from: 0, to: 9, attributes: workflow('flow') })
  const bot = handmadeSpan({ id: 3, parent: 1, from: 3, to: 8, attributes: agent('bot') })
  expect(Object.keys((await seen([flow, made])).nodes)).toEqual([])
  expect(Object.keys((await seen([flow, made, bot])).nodes)).toEqual(['bot'])
})

it('the instructions of an agent do not hide what it was asked', async () => {
  const mastra = {
    ...agent('bot'),
    'mastra.span.type': 'agent_run',
    'gen_ai.system_instructions': 'Be brief.',
    'mastra.agent_run.input': 'Weather in Paris?',
  }
  const { bundle } = await onlyRun([handmadeSpan({ id: 1, from: 0, to: 9, attributes: mastra })])
  expect(bundle.messages.map(({ content, meta }) => [meta['role'], content])).toEqual([
    ['system', 'Be brief.'],
    ['user', 'Weather in Paris?'],
  ])
})

it('a run is not made of embeddings alone, each of which the AI SDK tells twice', async () => {
  const attributes = { 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'mock-embed' }
  const asked = handmadeSpan({ id: 1, from: 0, to: 9, attributes })
  const sent = handmadeSpan({
    id: 2,
    parent: 1,
    from: 1,
    to: 8,
    attributes: { ...attributes, 'gen_ai.usage.input_tokens': 3 },
  })
  expect((await projectSpans(RUN, [asked, sent], { isQuiet: true })).runs).toEqual([])
  const root = handmadeSpan({ id: 9, from: 0, to: 30, attributes: agent('librarian') })
  const { bundle } = await onlyRun([root, { ...asked, parent_span_id: root.span_id }, sent])
  const embeddings = bundle.events.filter(({ meta }) => meta['kind'] === 'embedding')
  expect(embeddings.map(({ meta }) => meta['span_id'])).toEqual([sent.span_id])
})

it('a graph behind a request gives the run its name', async () => {
  const request = handmadeSpan({
    id: 1,
    from: 0,
    to: 50,
    name: 'POST /run',
    attributes: { 'http.request.method': 'POST' },
  })
  const flow = handmadeSpan({ id: 2, parent: 1, from: 1, to: 49, attributes: workflow('research') })
  const bot = handmadeSpan({ id: 3, parent: 2, from: 2, to: 48, attributes: agent('bot') })
  expect((await onlyRun([request, flow, bot])).bundle.run.meta['name']).toBe('research')
  expect((await onlyRun([request, { ...bot, parent_span_id: request.span_id }])).bundle.run.meta['name']).toBe('bot')
})
