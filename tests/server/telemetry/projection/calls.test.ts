import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonObject } from '#contract/json.ts'
import { deriveEvent } from '#server/store/prepare/deriveEvent.ts'
import { agent, chat, handmadeSpan, onlyRun, seenOf, tool } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const boss = handmadeSpan({ id: 1, from: 0, to: 100, attributes: agent('boss') })
const within = (attributes: JsonObject, name = 'call') =>
  handmadeSpan({ id: 2, parent: 1, from: 10, to: 20, name, attributes })
const eventsOf = async (attributes: JsonObject, name?: string) =>
  (await onlyRun([boss, within(attributes, name)])).bundle.events.filter(
    ({ event_type }) => event_type !== 'agent_call',
  )
const said = (event: ExecutionEvent) => deriveEvent(event).headline
const kinds = async (attributes: JsonObject, name?: string) =>
  (await eventsOf(attributes, name)).map(({ meta }) => meta['kind'])

describe('a model call', () => {
  it('is one event with model, tokens and cost as lists show them', async () => {
    const [event] = await eventsOf({
      ...chat,
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.usage.cost': 0.5,
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'yes' }] }]),
    })
    expect(event && deriveEvent(event)).toMatchObject({
      headline: 'asked mock-gpt, “yes”',
      model: 'mock-gpt',
      input_tokens: 7,
      output_tokens: 3,
      cost_usd: 0.5,
    })
    expect([event?.event_type, event?.duration_ms]).toEqual(['llm_call', 10])
  })

  it.each<readonly [string, JsonObject]>([
    [
      'old GenAI names',
      {
        'gen_ai.system': 'x',
        'gen_ai.request.model': 'm',
        'gen_ai.usage.prompt_tokens': 2,
        'gen_ai.usage.completion_tokens': 1,
      },
    ],
    [
      'OpenInference',
      {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'm',
        'llm.token_count.prompt': 2,
        'llm.token_count.completion': 1,
      },
    ],
    [
      'the AI SDK',
      {
        'ai.operationId': 'ai.streamText.doStream',
        'ai.model.id': 'm',
        'ai.usage.promptTokens': 2,
        'ai.usage.completionTokens': 1,
      },
    ],
    [
      'Langfuse',
      {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'm',
        'langfuse.observation.usage_details': '{"input":2,"output":1}',
      },
    ],
    [
      'LangSmith',
      {
        'langsmith.span.kind': 'llm',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'm',
        'gen_ai.usage.input_tokens': '2',
        'gen_ai.usage.output_tokens': '1',
      },
    ],
    [
      'OpenLLMetry',
      {
        'llm.request.type': 'chat',
        'gen_ai.request.model': 'm',
        'gen_ai.usage.prompt_tokens': 2,
        'gen_ai.usage.completion_tokens': 1,
      },
    ],
  ])('is read from %s', async (_, attributes) => {
    const [event] = await eventsOf(attributes)
    expect(event && deriveEvent(event)).toMatchObject({ model: 'm', input_tokens: 2, output_tokens: 1 })
  })

  it("is Mastra's generation where no inference is told of within it", async () => {
    const generation = {
      'mastra.span.type': 'model_generation',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
    }
    expect(await kinds(generation)).toEqual(['model'])
    const inference = handmadeSpan({
      id: 3,
      parent: 2,
      from: 11,
      to: 19,
      attributes: { 'mastra.span.type': 'model_inference' },
    })
    const { events } = (await onlyRun([boss, within(generation), inference])).bundle
    expect(events.filter(({ event_type }) => event_type === 'llm_call').map(({ meta }) => meta['span_id'])).toEqual([
      inference.span_id,
    ])
  })
})

describe('a tool call', () => {
  it('is a start with its arguments and an end with its answer, and holds what happens within', async () => {
    const inner = handmadeSpan({ id: 3, parent: 2, from: 11, to: 19, attributes: agent('helper') })
    const { bundle } = await onlyRun([
      boss,
      within({ ...tool('ask'), 'gen_ai.tool.call.arguments': '{"q":"why"}', 'gen_ai.tool.call.result': '"so"' }),
      inner,
    ])
    const rows = bundle.events.map(({ event_type, event_subtype, depth, inputs, outputs, agent_name }) => ({
      what: `${event_type} ${event_subtype}`,
      depth,
      inputs,
      outputs,
      agent_name,
    }))
    expect(rows.map(({ what, depth }) => `${depth} ${what}`)).toEqual([
      '0 agent_call start',
      '1 tool_call start',
      '2 agent_call start',
      '2 agent_call complete',
      '1 tool_call complete',
      '0 agent_call complete',
    ])
    expect(rows[1]).toMatchObject({ inputs: { tool: 'ask', arguments: { q: 'why' } }, agent_name: 'boss' })
    expect(rows[4]?.outputs).toBe('so')
    expect(bundle.events.map(({ execution_order }) => execution_order)).toEqual([0, 1, 2, 3, 4, 5])
    expect(bundle.events.filter(({ event_type }) => event_type === 'tool_call').map(said)).toEqual([
      'called ask(q: why)',
      'ask answered “so”',
    ])
  })

  it.each(['code_interpreter', 'python', 'Bash', 'execute_code'])('of %s runs code', async (name) => {
    const [event] = await eventsOf({ ...tool(name), 'gen_ai.tool.call.arguments': '{"code":"print(1)"}' })
    expect(event).toMatchObject({ event_type: 'code_exec', inputs: { code: 'print(1)' }, meta: { kind: 'tool' } })
  })

  it('of OpenLLMetry may call itself a task', async () => {
    expect(
      await kinds({
        'traceloop.span.kind': 'task',
        'gen_ai.operation.name': 'execute_tool',
        'traceloop.entity.name': 'find',
      }),
    ).toEqual(['tool', 'tool'])
  })
})

describe('other calls', () => {
  it.each<readonly [string, string, JsonObject]>([
    ['guardrail', 'an OpenInference guardrail', { 'openinference.span.kind': 'GUARDRAIL' }],
    [
      'guardrail',
      "an OpenAI agent's guardrail",
      { 'openinference.span.kind': 'CHAIN', 'tool.name': 'no politics', 'guardrail.triggered': true },
    ],
    ['guardrail', 'a Langfuse guardrail', { 'langfuse.observation.type': 'guardrail' }],
    ['retrieval', 'an OpenInference retriever', { 'openinference.span.kind': 'RETRIEVER' }],
    ['retrieval', 'a GenAI retrieval', { 'gen_ai.operation.name': 'retrieval' }],
    ['evaluator', 'an evaluator', { 'openinference.span.kind': 'EVALUATOR' }],
    ['memory', 'a search in memory', { 'gen_ai.operation.name': 'search_memory' }],
  ])('are told apart: a %s, of %s', async (kind, _, attributes) => {
    expect(await kinds(attributes)).toEqual([kind, kind])
  })

  it('include a handoff of the OpenAI Agents SDK, one event', async () => {
    const attributes = { 'openinference.span.kind': 'TOOL', 'tool.name': 'handoff_to_Billing agent' }
    const span = handmadeSpan({
      id: 2,
      parent: 1,
      from: 1,
      to: 2,
      name: 'handoff to Billing agent',
      attributes,
      scope: 'openinference.instrumentation.openai_agents',
    })
    const { events } = (await onlyRun([boss, span])).bundle
    expect(events.filter(({ event_type }) => event_type === 'handoff').map(said)).toEqual([
      'handed over to Billing agent',
    ])
  })

  it('do not include what is no work of an agent', async () => {
    expect(await kinds({ 'db.system.name': 'postgresql' })).toEqual([])
    expect(await kinds({ 'gen_ai.operation.name': 'agent_step' })).toEqual([])
  })
})

describe('Claude Code', () => {
  it('shows its subagents by the ids on their calls, and the files that were written', async () => {
    const call = (id: number, from: number, extra: JsonObject) =>
      handmadeSpan({ id, parent: 1, from, to: from + 5, name: 'claude_code.tool', attributes: extra })
    const run = await onlyRun([
      handmadeSpan({ id: 1, from: 0, to: 90, name: 'claude_code.interaction', attributes: { 'session.id': 's-1' } }),
      call(2, 1, { tool_name: 'Read', file_path: '/src/a.ts' }),
      call(3, 10, { tool_name: 'Grep', agent_id: 'finder' }),
      call(4, 20, { tool_name: 'Write', agent_id: 'fixer', parent_agent_id: 'finder', file_path: '/src/b.ts' }),
    ])
    expect(seenOf(run)).toEqual({
      status: 'completed',
      nodes: { 'Claude Code': 'agent completed', finder: 'agent completed', fixer: 'agent completed' },
      edges: ['Claude Code ~> finder', 'finder -> fixer'],
    })
    expect(run.session.session_id).toBe('s-1')
    expect(
      run.bundle.files.map(({ file_path, file_type, meta }) => [file_path, file_type, meta['access'] ?? 'written']),
    ).toEqual([
      ['/src/a.ts', 'code', 'read'],
      ['/src/b.ts', 'code', 'written'],
    ])
    expect(run.bundle.events.filter(({ event_type }) => event_type === 'file_gen').length).toBe(1)
  })
})
