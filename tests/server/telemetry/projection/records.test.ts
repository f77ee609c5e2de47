import type { JsonObject } from '#contract/json.ts'
import { agent, chat, handmadeSpan, onlyRun, tool } from '#tests/support/handmadeSpans.ts'
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
