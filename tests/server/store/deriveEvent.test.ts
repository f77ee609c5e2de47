import { PAYLOAD_PREVIEW_MAX } from '#contract/entities.ts'
import type { JsonObject } from '#contract/json.ts'
import { anEvent } from '#mocks/fixtures/builders.ts'
import { deriveEvent, errorPreview } from '#server/store/prepare/deriveEvent.ts'
import { expect, test } from 'vitest'

const NO_USAGE = { input_tokens: null, output_tokens: null, cost_usd: null }
const usage = (meta: JsonObject) => {
  const { input_tokens, output_tokens, cost_usd } = deriveEvent(anEvent({ meta }))
  return { input_tokens, output_tokens, cost_usd }
}

test.each([
  ['tokens.input', { tokens: { input: 3, output: 4 }, cost_usd: 0.5 }],
  ['usage by Anthropic', { usage: { input_tokens: 3, output_tokens: 4 }, cost: 0.5 }],
  ['usage by OpenAI', { usage: { prompt_tokens: 3, completion_tokens: 4, cost: 0.5 } }],
  ['short words', { tokens: { prompt: 3, completion: 4 }, cost_usd: 0.5 }],
  ['flat in meta', { input_tokens: 3, output_tokens: 4, cost_usd: 0.5 }],
  ['numbers that are no whole ones', { tokens: { input: 2.6, output: 4.2 }, cost_usd: 0.5 }],
])('tokens and cost are found under %s', (_name, meta) => {
  expect(usage(meta)).toEqual({ input_tokens: 3, output_tokens: 4, cost_usd: 0.5 })
})

test.each([
  ['nothing', {}],
  ['a total only', { tokens: 12 }],
  ['texts', { tokens: { input: '3', output: '4' }, cost_usd: '0.5' }],
  ['negative numbers', { tokens: { input: -3, output: -4 }, cost_usd: -1 }],
  ['figures beyond reason', { tokens: { input: 1e16, output: 1e300 }, cost_usd: 1e16 }],
  ['lists', { tokens: [3, 4], usage: [[]] }],
])('no figures are made up from %s', (_name, meta) => expect(usage(meta)).toEqual(NO_USAGE))

test('zero is a figure, not a missing one', () => {
  expect(usage({ tokens: { input: 0, output: 0 }, cost_usd: 0 })).toEqual({
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
  })
})

test.each([
  [true, { event_type: 'error' }],
  [true, { error_message: 'boom' }],
  [true, { status: 'failed' }],
  [true, { status: 'timeout' }],
  [false, { error_message: null, status: 'completed' }],
  [false, { error_message: '' }],
  [false, { error_message: ' \n' }],
] as const)('is_error is %j for %j', (expected, given) => {
  expect(deriveEvent(anEvent({ event_type: 'info', status: null, ...given })).is_error).toBe(expected)
})

test('previews hold the beginning as well-formed text and the bytes of the whole', () => {
  for (const shift of ['', 'a']) {
    const { inputs_preview, outputs_preview } = deriveEvent(
      anEvent({ inputs: `${shift}${'😀'.repeat(500)}`, outputs: null }),
    )
    expect(outputs_preview).toBeNull()
    expect(inputs_preview?.bytes).toBe(2002 + shift.length)
    expect(inputs_preview?.text.length).toBeLessThanOrEqual(PAYLOAD_PREVIEW_MAX)
    expect(inputs_preview?.text.isWellFormed()).toBe(true)
  }
  expect(deriveEvent(anEvent({ inputs: false })).inputs_preview).toEqual({ text: 'false', bytes: 5 })
})

test('an error message is cut between characters', () => {
  expect(errorPreview(null)).toBeNull()
  expect(errorPreview('short')).toBe('short')
  expect(errorPreview(`a${'😀'.repeat(2000)}`)?.isWellFormed()).toBe(true)
})
