import { parametersOf } from '#server/telemetry/projection/parametersOf.ts'
import { describe, expect, it } from 'vitest'

describe('the parameters of a model call', () => {
  it('have one name each, whichever convention wrote them', () => {
    const expected = { temperature: 0.2, max_tokens: 500 }
    expect(parametersOf({ 'gen_ai.request.temperature': 0.2, 'gen_ai.request.max_tokens': 500 })).toEqual(expected)
    expect(parametersOf({ 'ai.settings.temperature': 0.2, 'ai.settings.maxOutputTokens': 500 })).toEqual(expected)
    const json = '{"temperature": 0.2, "max_completion_tokens": 500, "model": "m"}'
    expect(parametersOf({ 'llm.invocation_parameters': json })).toEqual(expected)
    expect(parametersOf({ 'langfuse.observation.model.parameters': json })).toEqual(expected)
  })

  it('are undefined if a span has none that says something', () => {
    expect(parametersOf({ 'gen_ai.request.model': 'm', 'gen_ai.request.stop_sequences': [] })).toBeUndefined()
    expect(parametersOf({ 'llm.invocation_parameters': 'not JSON' })).toBeUndefined()
  })
})
