const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const said = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
const hexadecimal = (digits: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(digits / 2)), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const QUESTION = `Explain in full what a booking costs that is changed twice. ${'Leave nothing out. '.repeat(40)}`
export const ANSWER = `It costs 40 EUR. ${'And there is more to say. '.repeat(60)}That is **all of it**.`

/**
 * What an instrumentation of a model's client sends where no agent is around the call, and the span of an agent that
 * comes after it.
 *
 * @param startedAt milliseconds since 1970
 */
export function oneCall(startedAt: number, model = 'gpt-e2e') {
  const traceId = hexadecimal(32)
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.request.model', model),
    text('gen_ai.input.messages', said('user', QUESTION)),
    text('gen_ai.output.messages', said('assistant', ANSWER)),
  ]
  const span = (parentSpanId: string, name: string, given: typeof attributes) => ({
    traceId,
    spanId: hexadecimal(16),
    ...(parentSpanId === '' ? {} : { parentSpanId }),
    name,
    startTimeUnixNano: `${startedAt}000000`,
    endTimeUnixNano: `${startedAt + 250}000000`,
    attributes: given,
  })
  const call = span('', `chat ${model}`, attributes)
  const agent = span('', 'invoke_agent support', [
    text('gen_ai.operation.name', 'invoke_agent'),
    text('gen_ai.agent.name', 'support'),
  ])
  const body = (given: object) => ({
    resourceSpans: [
      { resource: { attributes: [text('service.name', 'booking-desk')] }, scopeSpans: [{ spans: [given] }] },
    ],
  })
  return { call: body(call), agent: body(agent) }
}
