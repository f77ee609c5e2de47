import type { SentSpan } from './sentSpans.ts'

/**
 * The spans of one run of agents that call a model and tools in turn, the root first: `agents` nodes, `calls` spans
 * below each. Ids follow from `trace`, a number below 2^32, so that the same one is the same trace.
 */
export function agentTrace(trace: number, agents: number, calls: number): readonly SentSpan[] {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')
  const traceId = `${hex(trace, 8)}${'0'.repeat(23)}1`
  const spanId = (agent: number, call: number) => `${hex(agent + 1, 8)}${hex(call, 8)}`
  const start = 1_769_000_000_000 + trace * 1000
  const root: SentSpan = {
    traceId,
    spanId: spanId(-1, 1),
    parentSpanId: undefined,
    name: 'invoke_workflow trip',
    startMs: start,
    endMs: start + (agents + 1) * 1000,
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': `trip ${trace}` },
  }
  const below = Array.from({ length: agents }, (_, agent) => {
    const startMs = start + agent * 1000
    const own: SentSpan = {
      traceId,
      spanId: spanId(agent, 0),
      parentSpanId: root.spanId,
      name: `invoke_agent agent ${agent}`,
      startMs,
      endMs: startMs + 900,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': `agent ${agent}` },
    }
    const made = Array.from({ length: calls }, (_, call): SentSpan => {
      const at = startMs + 10 + Math.floor((call * 800) / calls)
      return {
        traceId,
        spanId: spanId(agent, call + 1),
        parentSpanId: own.spanId,
        startMs: at,
        endMs: at + 5,
        ...(call % 2 === 0 ? modelCall(agent, call) : toolCall(agent, call)),
      }
    })
    return [own, ...made]
  })
  return [root, ...below.flat()]
}

const modelCall = (agent: number, call: number) => ({
  name: 'chat gpt-5',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-5',
    'gen_ai.usage.input_tokens': 100 + call,
    'gen_ai.usage.output_tokens': 20 + agent,
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: `Question ${call} of agent ${agent}` }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'text', content: `Answer ${call} for agent ${agent}` }] },
    ]),
  },
})

const toolCall = (agent: number, call: number) => ({
  name: 'execute_tool look_up',
  attributes: {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'look_up',
    'gen_ai.tool.call.id': `call-${agent}-${call}`,
    'gen_ai.tool.call.arguments': JSON.stringify({ place: `place ${call}` }),
    'gen_ai.tool.call.result': JSON.stringify({ found: agent }),
  },
})
