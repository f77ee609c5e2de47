import { anEvent } from '#mocks/fixtures/builders.ts'
import { isHalfCall, isSameCall, joinedCall, toldCall } from '#src/records/events/toolCall.ts'
import { describe, expect, it } from 'vitest'

const start = (over: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ event_type: 'tool_call', event_subtype: 'start', inputs: { tool: 'sum', arguments: { a: 1 } }, ...over })
const end = (over: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ event_type: 'tool_call', event_subtype: 'complete', outputs: { result: '{"sum": 1}' }, ...over })

describe('a tool call in two events', () => {
  it('is half a call if one side is missing', () => {
    expect(isHalfCall(start())).toBe(true)
    expect(isHalfCall(end())).toBe(true)
    expect(isHalfCall(start({ outputs: { result: 1 } }))).toBe(false)
    expect(isHalfCall(start({ event_type: 'llm_call' }))).toBe(false)
  })

  it('is recognised by its span, or by its tool if no other event is a candidate', () => {
    expect(isSameCall(start({ meta: { span_id: 'a' } }), end({ meta: { span_id: 'a' } }), false)).toBe(true)
    expect(isSameCall(start({ meta: { span_id: 'a' } }), end({ meta: { span_id: 'b' } }), true)).toBe(false)
    expect(isSameCall(start(), end({ meta: { tool: 'sum' } }), true)).toBe(true)
    expect(isSameCall(start(), end({ meta: { tool: 'other' } }), true)).toBe(false)
    expect(isSameCall(start(), end(), false)).toBe(false)
  })

  it('reads as arguments and result, without the fields that only wrap them', () => {
    expect(toldCall(joinedCall(end(), start()))).toEqual({ tool: 'sum', inputs: { a: 1 }, outputs: { sum: 1 } })
  })

  it('keeps payloads with further fields whole', () => {
    const inputs = { tool: 'sum', arguments: '{"a": 1}', retries: 2 }
    const outputs = { result: 'x', took: 3 }
    expect(toldCall({ inputs, outputs })).toEqual({
      tool: undefined,
      inputs: { tool: 'sum', arguments: { a: 1 }, retries: 2 },
      outputs,
    })
  })
})
