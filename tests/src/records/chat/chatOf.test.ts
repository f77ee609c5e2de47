import type { JsonValue } from '#contract/json.ts'
import { anEvent } from '#mocks/fixtures/builders.ts'
import { chatOf } from '#src/records/events/chat/chatOf.ts'
import type { Turn } from '#src/records/events/chat/ChatPart.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const chat = (inputs: JsonValue, outputs: JsonValue = null) => {
  const found = chatOf(anEvent({ event_type: 'llm_call', inputs, outputs }))
  if (!found) throw new Error('no chat')
  return found
}
const asked = (inputs: JsonValue) => chat(inputs).asked
const answered = (outputs: JsonValue) => chat(null, outputs).answered

const CALL = { kind: 'call', name: 'weather', id: 'c1', value: { city: 'Paris' } }
const RESULT = { kind: 'result', name: 'weather', id: 'c1', value: { sky: 'clear' }, isError: false }
const WEATHER: readonly unknown[] = [
  { role: 'system', parts: [{ kind: 'text', text: 'Be brief.' }] },
  { role: 'user', parts: [{ kind: 'text', text: 'Weather?' }] },
  { role: 'assistant', parts: [CALL] },
  { role: 'tool', parts: [RESULT] },
]

const ARGS = '{"city": "Paris"}'
const SHAPES: Readonly<Record<string, JsonValue>> = {
  'OpenAI chat completions': {
    messages: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: ARGS } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"sky": "clear"}' },
    ],
  },
  'OpenAI responses': {
    instructions: 'Be brief.',
    input: [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Weather?' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: ARGS },
      { type: 'function_call_output', call_id: 'c1', output: '{"sky": "clear"}' },
    ],
  },
  Anthropic: {
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: '{"sky": "clear"}' }] }],
      },
    ],
  },
  'GenAI conventions': {
    system_instructions: [{ type: 'text', content: 'Be brief.' }],
    messages: [
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Paris' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { sky: 'clear' } }] },
    ],
  },
  'Vercel AI SDK, as JSON in a text': JSON.stringify({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { city: 'Paris' } }],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c1',
            toolName: 'weather',
            output: { type: 'json', value: { sky: 'clear' } },
          },
        ],
      },
    ],
  }),
  'LangChain, serialised by its own means': {
    messages: [
      [
        { lc: 1, type: 'constructor', id: ['langchain_core', 'SystemMessage'], kwargs: { content: 'Be brief.' } },
        { lc: 1, type: 'constructor', id: ['langchain_core', 'HumanMessage'], kwargs: { content: 'Weather?' } },
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain_core', 'AIMessage'],
          kwargs: {
            content: '',
            tool_calls: [{ name: 'weather', args: { city: 'Paris' }, id: 'c1', type: 'tool_call' }],
          },
        },
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain_core', 'ToolMessage'],
          kwargs: { content: '{"sky": "clear"}', tool_call_id: 'c1' },
        },
      ],
    ],
  },
  'LangChain, as plain objects': {
    messages: [
      { type: 'system', content: 'Be brief.' },
      { type: 'human', data: { content: 'Weather?' } },
      { type: 'ai', content: '', tool_calls: [{ name: 'weather', args: { city: 'Paris' }, id: 'c1' }] },
      { type: 'tool', content: '{"sky": "clear"}', tool_call_id: 'c1' },
    ],
  },
  Gemini: {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'Weather?' }] },
      { role: 'model', parts: [{ functionCall: { id: 'c1', name: 'weather', args: { city: 'Paris' } } }] },
      { role: 'user', parts: [{ functionResponse: { id: 'c1', name: 'weather', response: { sky: 'clear' } } }] },
    ],
  },
  'Bedrock, with content as JSON in a text': {
    system: [{ text: 'Be brief.' }],
    messages: [
      { role: 'user', content: '[{"text": "Weather?"}]' },
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'weather', input: { city: 'Paris' } } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'c1', content: [{ json: { sky: 'clear' } }] } }] },
    ],
  },
  'OpenInference, nested by its attribute names': {
    messages: [
      { message: { role: 'system', content: 'Be brief.' } },
      { message: { role: 'user', contents: [{ message_content: { type: 'text', text: 'Weather?' } }] } },
      {
        message: {
          role: 'assistant',
          tool_calls: [{ tool_call: { id: 'c1', function: { name: 'weather', arguments: ARGS } } }],
        },
      },
      { message: { role: 'tool', tool_call_id: 'c1', content: '{"sky": "clear"}' } },
    ],
  },
}

describe('a model call as a chat', () => {
  it.each(Object.entries(SHAPES))('reads the same turns from the messages of %s', (_name, inputs) => {
    expect(asked(inputs)).toEqual(WEATHER)
  })

  it('is undefined for other events and for payloads without a message', () => {
    expect(chatOf(anEvent({ event_type: 'tool_call', inputs: { messages: ['a'] } }))).toBeUndefined()
    expect(chatOf(anEvent({ event_type: 'llm_call', inputs: { temperature: 1 } }))).toBeUndefined()
  })

  it('takes a plain prompt and a plain answer as turns, and keeps the other fields', () => {
    const { asked: sent, answered: said, besides } = chat({ prompt: 'Why?', temperature: 0.2 }, { text: 'So.', id: 7 })
    expect(sent).toEqual([{ role: 'user', parts: [{ kind: 'text', text: 'Why?' }] }])
    expect(said).toEqual([{ role: 'assistant', parts: [{ kind: 'text', text: 'So.' }] }])
    expect(besides).toEqual({ inputs: { temperature: 0.2 }, outputs: { id: 7 } })
  })

  it('says a text once that stands beside the reply which contains it', () => {
    const outputs = { text: 'So.', output: { choices: [{ message: { role: 'assistant', content: 'So.' } }] } }
    expect(answered(outputs)).toEqual([{ role: 'assistant', parts: [{ kind: 'text', text: 'So.' }] }])
  })

  it('tells reasoning from what was said', () => {
    const said = [
      {
        role: 'assistant',
        parts: [
          { kind: 'reasoning', text: 'Hm.' },
          { kind: 'text', text: 'So.' },
        ],
      },
    ]
    expect(answered({ role: 'assistant', reasoning_content: 'Hm.', content: 'So.' })).toEqual(said)
    expect(
      answered([
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'So.' },
      ]),
    ).toEqual(said)
    expect(answered([{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'So.' }])).toEqual(said)
    expect(answered({ output: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] }] })).toEqual([
      { role: 'assistant', parts: [{ kind: 'reasoning', text: 'Hm.' }] },
    ])
  })

  it.each<[string, JsonValue]>([
    ['OpenAI', { type: 'image_url', image_url: { url: 'data:image/png;base64,QQ==' } }],
    ['OpenAI responses', { type: 'input_image', image_url: 'data:image/png;base64,QQ==' }],
    ['GenAI', { type: 'blob', mime_type: 'image/png', content: 'QQ==' }],
    ['Gemini', { inlineData: { mimeType: 'image/png', data: 'QQ==' } }],
    ['Bedrock', { image: { format: 'png', source: { bytes: 'QQ==' } } }],
    ['the AI SDK', { type: 'file', mediaType: 'image/png', data: 'QQ==' }],
  ])('reads an image in the form of %s', (_name, part) => {
    expect(asked({ messages: [{ role: 'user', content: [part] }] })[0]?.parts).toEqual([
      expect.objectContaining({ kind: 'image', address: 'data:image/png;base64,QQ==' }),
    ])
  })

  it('shows a part of an unknown form as JSON in its turn, and unknown fields beside it', () => {
    const strange = { type: 'hologram', rays: ['a'] }
    expect(asked({ messages: [{ role: 'user', content: ['Look', strange], mood: 'calm' }] })).toEqual([
      {
        role: 'user',
        parts: [
          { kind: 'text', text: 'Look' },
          { kind: 'json', value: strange },
          { kind: 'rest', value: { mood: 'calm' } },
        ],
      },
    ])
  })

  it('loses no text, whatever the form of the payload', () => {
    let leaf = 0
    const text = fc.constant(null).map(() => `leaf-${leaf++}-`)
    const key = fc.constantFrom(
      ...'messages,message,content,parts,text,tool_calls,function,name,arguments,input,output,choices,generations,kwargs,id,lc,data,system,prompt,reasoning,summary,source,image_url,url,image,toolResult,toolUse,functionCall,result,refusal,call_id,tool_call,message_content,strange'.split(
        ',',
      ),
    )
    const tag = fc.constantFrom(
      ...'text,tool_call,tool_use,tool_result,function,reasoning,image,image_url,file,blob,human,ai,tool,message,function_call,function_call_output,constructor,odd'.split(
        ',',
      ),
    )
    const role = fc.constantFrom('user', 'assistant', 'system', 'tool', 'model')
    const { value } = fc.letrec<{ value: JsonValue; object: JsonValue; list: JsonValue; embedded: JsonValue }>(
      (tie) => ({
        value: fc.oneof({ maxDepth: 5 }, text, tie('object'), tie('list'), tie('embedded')),
        list: fc.array(tie('value'), { maxLength: 3 }),
        embedded: tie('object').map((inner) => JSON.stringify(inner)),
        object: fc
          .tuple(fc.dictionary(key, tie('value'), { maxKeys: 5 }), fc.option(tag), fc.option(role))
          .map(([fields, type, by]) => ({ ...fields, ...(type && { type }), ...(by && { role: by }) })),
      }),
    )
    fc.assert(
      fc.property(value, value, (inputs, outputs) => {
        const event = anEvent({ event_type: 'llm_call', inputs, outputs })
        const found = chatOf(event)
        if (!found) return
        const shown = JSON.stringify(found)
        for (const [each] of JSON.stringify([inputs, outputs]).matchAll(/leaf-\d+-/g)) expect(shown).toContain(each)
      }),
      { numRuns: 3000 },
    )
  })

  it('names the result of a tool by the call that it answers', () => {
    const results = asked(SHAPES['OpenAI responses'] ?? null).flatMap(({ parts }: Turn) =>
      parts.flatMap((part) => (part.kind === 'result' ? [part.name] : [])),
    )
    expect(results).toEqual(['weather'])
  })
})
