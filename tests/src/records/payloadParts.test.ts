import { anEvent } from '#mocks/fixtures/builders.ts'
import { payloadParts } from '#src/records/events/payloadParts.ts'
import { describe, expect, it } from 'vitest'

describe('a payload is cut into parts that are each read in their own way', () => {
  it('shows code in its language and what it printed as a terminal would', () => {
    const event = anEvent({
      event_type: 'code_exec',
      inputs: { language: 'python', code: 'print(1)', timeout: 30 },
      outputs: { stdout: '1\n', stderr: '', exit_code: 0 },
    })
    expect(payloadParts(event, 'inputs')).toEqual([
      { kind: 'code', label: 'code', text: 'print(1)', language: 'python' },
      { kind: 'json', label: '', value: { language: 'python', timeout: 30 } },
    ])
    expect(payloadParts(event, 'outputs')).toEqual([
      { kind: 'terminal', label: 'stdout', text: '1\n' },
      { kind: 'json', label: '', value: { stderr: '', exit_code: 0 } },
    ])
  })

  it('renders what models say as Markdown, and what tools say as it is', () => {
    const said = { text: 'a *bold* claim' }
    expect(payloadParts(anEvent({ event_type: 'llm_call', outputs: said }), 'outputs')[0]?.kind).toBe('markdown')
    const path = { path: `*/${'a'.repeat(80)}/*` }
    expect(payloadParts(anEvent({ event_type: 'tool_call', outputs: path }), 'outputs')[0]?.kind).toBe('text')
  })

  it('opens JSON that came as text, and leaves text that only looks like it', () => {
    const outputs = (result: string) => payloadParts(anEvent({ event_type: 'tool_call', outputs: result }), 'outputs')
    expect(outputs('[1, {"a": 2}]')).toEqual([{ kind: 'json', label: '', value: [1, { a: 2 }] }])
    expect(outputs('[not json')).toEqual([{ kind: 'text', label: '', text: '[not json' }])
    expect(outputs('['.repeat(5000) + ']'.repeat(5000))[0]?.kind).toBe('text')
  })

  it('says nothing of a payload that was not recorded, and shows one that is no object', () => {
    expect(payloadParts(anEvent(), 'inputs')).toEqual([])
    expect(payloadParts(anEvent({ inputs: 0 }), 'inputs')).toEqual([{ kind: 'json', label: '', value: 0 }])
    expect(payloadParts(anEvent({ inputs: [1] }), 'inputs')).toEqual([{ kind: 'json', label: '', value: [1] }])
  })

  it('keeps a field whose name is dear to JavaScript as a field', () => {
    const inputs: unknown = JSON.parse('{"__proto__": {"language": "python"}, "code": "x"}')
    const parts = payloadParts({ ...anEvent(), inputs: inputs as { code: string } }, 'inputs')
    expect(parts[0]).toEqual({ kind: 'code', label: 'code', text: 'x', language: undefined })
    expect(JSON.stringify(parts[1])).toContain('"__proto__":{"language":"python"}')
  })
})
