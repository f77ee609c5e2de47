import type { JsonObject } from '#contract/json.ts'
import { prepareBundle } from '#server/services/prepareBundle.ts'
import { isLooseCall } from '#server/telemetry/projection/isLooseCall.ts'
import { PAYLOAD_MAX } from '#server/telemetry/projection/payloads.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { namedRun, runOfTrace } from '#server/telemetry/runOfTrace.ts'
import { agent, chat, handmadeSpan, onlyRun, RUN, seenOf, tool, TRACE } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const boss = (attributes: JsonObject = {}) =>
  handmadeSpan({ id: 1, from: 0, to: 100, attributes: { ...agent('boss'), ...attributes } })
const within = (attributes: JsonObject) => handmadeSpan({ id: 2, parent: 1, from: 10, to: 20, attributes })

describe('files', () => {
  it('are kept once, though agent and model both hold them, and belong to where they arose', async () => {
    const output = JSON.stringify([
      { role: 'assistant', parts: [{ type: 'blob', mime_type: 'text/csv', content: btoa('a,b') }] },
    ])
    const { bundle } = await onlyRun([
      boss({ 'gen_ai.output.messages': output }),
      within({ ...chat, 'gen_ai.output.messages': output }),
    ])
    expect(
      bundle.files.map(({ file_type, size_bytes, content }) => [
        file_type,
        size_bytes,
        content && new TextDecoder().decode(content),
      ]),
    ).toEqual([['data', 3, 'a,b']])
    expect(bundle.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(bundle.files[0]?.file_path).toMatch(/^generated-[0-9a-f]{8}\.csv$/)
    const made = bundle.events.find(({ event_type }) => event_type === 'file_gen')
    expect(bundle.files[0]?.event_id).toBe(made?.event_id)
    expect(bundle.events.find(({ event_id }) => event_id === made?.parent_event_id)?.event_type).toBe('llm_call')
  })

  it.each<readonly [string, string, JsonObject]>([
    [
      'an interpreter lists',
      'plot.png',
      { ...tool('python'), 'gen_ai.tool.call.result': '{"stdout":"","files":[{"path":"plot.png"}]}' },
    ],
    [
      'a tool says it wrote',
      'out/report.md',
      { ...tool('save'), 'gen_ai.tool.call.result': '{"file_path":"out/report.md","content":"# Hi"}' },
    ],
    [
      'the AI SDK generated',
      'a.png',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.response.files': JSON.stringify([
          { type: 'file', filename: 'a.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
        ]),
      },
    ],
    [
      'the AI SDK prints byte by byte',
      'b.png',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.response.files': '[{"filename":"b.png","mediaType":"image/png","uint8ArrayData":{"0":137,"1":80}}]',
      },
    ],
    [
      'a message points to',
      'https://x.test/a.pdf',
      {
        ...chat,
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"uri","uri":"https://x.test/a.pdf","mime_type":"application/pdf"}]}]',
      },
    ],
  ])('are those that %s', async (_, path, attributes) => {
    const { bundle } = await onlyRun([boss(), within(attributes)])
    expect(bundle.files.map(({ file_path }) => file_path)).toEqual([path])
  })

  it('are one where a tool names what a message holds, and two where the content differs', async () => {
    const part = (content: string) => ({ type: 'blob', name: 'a.csv', mime_type: 'text/csv', content: btoa(content) })
    const said = (content: string) => JSON.stringify([{ role: 'assistant', parts: [part(content)] }])
    const call = (id: number, from: number, attributes: JsonObject) =>
      handmadeSpan({ id, parent: 1, from, to: from + 5, attributes })
    const spans = [
      boss(),
      call(2, 1, { ...tool('python'), 'gen_ai.tool.call.result': '{"files":["a.csv"]}' }),
      call(3, 10, { ...chat, 'gen_ai.output.messages': said('a,b') }),
    ]
    const once = (await onlyRun(spans)).bundle
    expect(once.files.map(({ file_path, size_bytes }) => [file_path, size_bytes])).toEqual([['a.csv', 3]])
    expect(once.events.filter(({ event_type }) => event_type === 'file_gen').length).toBe(1)
    const twice = await onlyRun([...spans, call(4, 20, { ...chat, 'gen_ai.output.messages': said('a,b,c') })])
    expect(twice.bundle.files.map(({ size_bytes }) => size_bytes)).toEqual([3, 5])
  })

  it('beyond five megabytes are recorded without their content', async () => {
    const image = `data:image/png;base64,${'A'.repeat(8 * 1024 * 1024)}`
    const { bundle } = await onlyRun([
      boss(),
      within({ ...tool('draw'), 'gen_ai.tool.call.result': JSON.stringify({ image }) }),
    ])
    expect(bundle.files.map(({ content, size_bytes, sha256 }) => [content, size_bytes, sha256])).toEqual([
      [undefined, 6 * 1024 * 1024, null],
    ])
  })
})

describe('messages', () => {
  it('are kept once though every call repeats the conversation, from whom to whom', async () => {
    const said = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
    const call = (id: number, from: number, input: readonly unknown[], output: readonly unknown[]) =>
      handmadeSpan({
        id,
        parent: 1,
        from,
        to: from + 5,
        attributes: {
          ...chat,
          'gen_ai.input.messages': JSON.stringify(input),
          'gen_ai.output.messages': JSON.stringify(output),
        },
      })
    const { bundle } = await onlyRun([
      boss(),
      call(2, 1, [said('user', 'Hello')], [said('assistant', 'Hi')]),
      call(3, 10, [said('user', 'Hello'), said('assistant', 'Hi'), said('user', 'More')], [said('assistant', 'There')]),
    ])
    expect(bundle.messages.map(({ sender, recipient, content }) => `${sender} to ${recipient}: ${content}`)).toEqual([
      'user to boss: Hello',
      'boss to user: Hi',
      'user to boss: More',
      'boss to user: There',
    ])
    expect(bundle.run.task_description).toBe('Hello')
  })

  it('to an agent within an agent come from the outer one', async () => {
    const inner = {
      ...agent('helper'),
      'gen_ai.input.messages': '[{"role":"user","content":"Look"}]',
      'gen_ai.output.messages': '[{"role":"assistant","content":"Found"}]',
    }
    const { bundle } = await onlyRun([boss(), within(inner)])
    expect(bundle.messages.map(({ sender, recipient }) => `${sender} to ${recipient}`)).toEqual([
      'boss to helper',
      'helper to boss',
    ])
  })

  it.each<readonly [string, JsonObject]>([
    [
      'attributes in a row',
      {
        'openinference.span.kind': 'LLM',
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.contents.0.message_content.type': 'text',
        'llm.input_messages.0.message.contents.0.message_content.text': 'Hello',
      },
    ],
    ['the prompts of OpenLLMetry', { ...chat, 'gen_ai.prompt.0.role': 'user', 'gen_ai.prompt.0.content': 'Hello' }],
    [
      'structured values',
      { ...chat, 'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Hello' }] }] },
    ],
    [
      'the AI SDK',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"Hello"}]}]',
      },
    ],
    [
      'LangChain objects',
      {
        'openinference.span.kind': 'LLM',
        'input.value':
          '{"messages":[[{"lc":1,"type":"constructor","id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"Hello"}}]]}',
      },
    ],
    [
      'LangSmith',
      { 'langsmith.span.kind': 'llm', 'gen_ai.prompt': '{"messages":[{"type":"human","content":"Hello"}]}' },
    ],
    [
      'the arguments of what Traceloop decorates',
      { 'traceloop.span.kind': 'agent', 'traceloop.entity.input': '{"args":["Hello"],"kwargs":{}}' },
    ],
    [
      'items of the Responses API',
      {
        'openinference.span.kind': 'LLM',
        'input.value': '[{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}]',
      },
    ],
  ])('are read from %s', async (_, attributes) => {
    const { bundle } = await onlyRun([boss(), within(attributes)])
    expect(bundle.messages.map(({ content, meta }) => [meta['role'], content])).toEqual([['user', 'Hello']])
  })

  it('are read from events of a span', async () => {
    const events = [
      { name: 'gen_ai.user.message', attributes: { content: 'Hello' } },
      { name: 'gen_ai.choice', attributes: { message: '{"role":"assistant","content":"Hi"}' } },
    ]
    const span = handmadeSpan({ id: 2, parent: 1, from: 1, to: 2, attributes: chat, events })
    const { bundle } = await onlyRun([boss(), span])
    expect(bundle.messages.map(({ content, meta }) => [meta['role'], content])).toEqual([
      ['user', 'Hello'],
      ['assistant', 'Hi'],
    ])
  })
})

describe('the session', () => {
  it.each<readonly [string, JsonObject]>([
    ['GenAI', { 'gen_ai.conversation.id': 's-1' }],
    ['OpenInference and Langfuse', { 'session.id': 's-1' }],
    ['the AI SDK up to 6', { 'ai.telemetry.metadata.sessionId': 's-1' }],
    ['the AI SDK 7', { 'ai.settings.context.sessionId': 's-1' }],
    ['Traceloop', { 'traceloop.association.properties.session_id': 's-1' }],
    ['LangGraph', { metadata: '{"thread_id":"s-1","ls_integration":"langgraph"}' }],
  ])('is read from %s', async (_, attributes) => {
    const { session } = await onlyRun([boss(), within({ ...chat, ...attributes })])
    expect([session.session_id, session.meta['explicit']]).toEqual(['s-1', true])
  })

  it('is one for the service where no conversation is told', async () => {
    const { session } = await onlyRun([boss()])
    expect(session).toMatchObject({ session_id: 'service:shop', name: 'shop', meta: { explicit: false } })
  })

  it('gets an id of ours where its own is none', async () => {
    const { session } = await onlyRun([boss({ 'session.id': 'long '.repeat(99) })])
    expect(session.session_id).toMatch(/^session:[0-9a-f-]{36}$/)
  })
})

describe('runs', () => {
  it('are not made of spans that are no work of agents, nor of a call that stands alone', async () => {
    const request = handmadeSpan({ id: 1, from: 0, to: 9, name: 'GET /' })
    expect(await projectSpans(RUN, [request], { isQuiet: true })).toEqual({ runs: [], isSettled: true })
    const alone = handmadeSpan({ id: 2, parent: 1, from: 1, to: 8, attributes: chat })
    expect((await projectSpans(RUN, [request, alone], { isQuiet: true })).runs).toEqual([])
    expect(isLooseCall([request, alone])).toBe(true)
    const talk = { ...alone, attributes: { ...chat, 'session.id': 's-1' } }
    expect(seenOf(await onlyRun([request, talk])).nodes).toEqual({ work: 'agent completed' })
    expect(isLooseCall([boss()])).toBe(false)
  })

  it('are several where a trace without an own work carried several conversations', async () => {
    const one = (id: number, conversation: string, from: number) =>
      handmadeSpan({
        id,
        parent: 1,
        from,
        to: from + 5,
        attributes: { ...agent('a'), 'gen_ai.conversation.id': conversation },
      })
    const root = handmadeSpan({ id: 1, from: 0, to: 99, name: 'batch' })
    const spans = [root, one(2, 'x', 1), one(3, 'y', 10), one(4, 'x', 20)]
    const { runs } = await projectSpans(RUN, spans, { isQuiet: false })
    expect(runs.map(({ session, bundle }) => [session.session_id, bundle.run.status, bundle.nodes.length])).toEqual([
      ['x', 'completed', 2],
      ['y', 'completed', 1],
    ])
    expect(runs[0]?.bundle.run.run_id).toBe(RUN)
    const nested = [{ ...root, attributes: agent('boss') }, one(2, 'x', 1), one(3, 'y', 10)]
    expect((await projectSpans(RUN, nested, { isQuiet: false })).runs.length).toBe(1)
  })

  it('are the traces themselves, unless a span names another', () => {
    expect(runOfTrace(TRACE)).toBe('0af76519-16cd-43dd-8448-eb211c80319c')
    const span = handmadeSpan({ id: 1, from: 0 })
    const named = { 'runlens.run.id': '4870FB7A-4d8a-4e1d-8ee8-78091fbacc08' }
    for (const naming of [
      { ...span, resource: named },
      { ...span, attributes: named },
    ])
      expect(namedRun(naming)).toBe('4870fb7a-4d8a-4e1d-8ee8-78091fbacc08')
    expect(namedRun(span)).toBeUndefined()
    expect(namedRun({ ...span, attributes: { 'runlens.run.id': 'no id' } })).toBeUndefined()
  })

  it('keep the ids that others know them by', async () => {
    const { bundle } = await onlyRun([
      boss({ 'mastra.span.type': 'agent_run', 'mastra.metadata.runId': 'm-1', 'langsmith.trace.id': 'l-1' }),
    ])
    expect(bundle.run.meta['external_ids']).toEqual({ 'mastra.metadata.runId': ['m-1'], 'langsmith.trace.id': ['l-1'] })
  })

  it('can be stored whatever the spans hold', async () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    const wild = within({
      ...tool('\u0000'.repeat(3)),
      'gen_ai.tool.call.arguments': deep,
      'gen_ai.tool.call.result': 'x'.repeat(PAYLOAD_MAX * 2),
    })
    const circle = [
      handmadeSpan({ id: 8, parent: 9, from: 1, to: 2, attributes: agent('\ud800') }),
      handmadeSpan({ id: 9, parent: 8, from: 1, to: 0, attributes: agent('b') }),
      handmadeSpan({ id: 7, parent: 7, from: 3, to: 4, attributes: agent('') }),
    ]
    const { bundle } = await onlyRun([boss(), wild, ...circle])
    const { events, nodes } = await prepareBundle(bundle)
    expect(nodes.length).toBe(4)
    const long = events.find(({ event }) => event.meta['cut'] !== undefined)?.event
    expect(long?.outputs).toBe('x'.repeat(PAYLOAD_MAX))
    expect(long?.meta['cut']).toEqual({ outputs: PAYLOAD_MAX * 2 })
  })
})
