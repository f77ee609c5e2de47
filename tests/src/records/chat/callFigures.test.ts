import { anEvent } from '#mocks/fixtures/builders.ts'
import { callFigures } from '#src/records/events/chat/callFigures.ts'
import { describe, expect, it } from 'vitest'

const figures = (over: Parameters<typeof anEvent>[0]) =>
  Object.fromEntries(callFigures(anEvent({ event_type: 'llm_call', ...over })).map(({ name, value }) => [name, value]))

describe('the figures of a model call', () => {
  it('are read from the metadata, wherever it keeps usage', () => {
    const expected = { Model: 'm', 'Input tokens': '1,200', 'Output tokens': '40', 'Cached tokens': '0' }
    expect(figures({ meta: { model: 'm', tokens: { input: 1200, output: 40, cached: 0 } } })).toEqual(expected)
    expect(figures({ meta: { model: 'm', usage: { prompt_tokens: 1200, completion_tokens: 40, cached: 0 } } })).toEqual(
      expected,
    )
    expect(figures({ meta: { model: 'm', input_tokens: 1200, output_tokens: 40, cached_tokens: 0 } })).toEqual(expected)
  })

  it('have each parameter once, from the metadata or the request', () => {
    const inputs = { model: 'm', temperature: 0.9, config: { topP: 0.5, stop: ['a', 'b'] }, messages: [] }
    expect(figures({ inputs, meta: { parameters: { temperature: 0.2 }, temperature: 0.2 } })).toEqual({
      Model: 'm',
      Temperature: '0.2',
      'Top p': '0.5',
      Stop: 'a, b',
    })
  })

  it('have the reason why the model stopped, and its cost', () => {
    expect(figures({ outputs: { stop_reason: 'end_turn' }, meta: { cost_usd: 0.0123 } })).toMatchObject({
      'Finish reason': 'end_turn',
      Cost: expect.stringContaining('0.0123'),
    })
  })

  it('are left out if nothing was recorded', () => {
    expect(callFigures(anEvent({ event_type: 'llm_call' }))).toEqual([])
  })
})
