/** The attributes of an agent span in the GenAI conventions of OpenTelemetry. */
export const AGENT_ATTRIBUTES = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' } as const

const attributes = (quote: string, colon: string): string =>
  Object.entries(AGENT_ATTRIBUTES)
    .map(([name, value]) => `${quote}${name}${quote}${colon}${quote}${value}${quote}`)
    .join(', ')

/** The lines of code that make the calls inside them a run. */
export const WRAPPING = [
  {
    name: 'Python',
    language: 'python',
    code: `
from opentelemetry import trace

agent = {${attributes('"', ': ')}}
with trace.get_tracer("app").start_as_current_span("invoke_agent support", attributes=agent):
    answer(question)`.trim(),
  },
  {
    name: 'TypeScript',
    language: 'typescript',
    code: `
import { trace } from '@opentelemetry/api'

const attributes = { ${attributes("'", ': ')} }
const tracer = trace.getTracer('app')
await tracer.startActiveSpan('invoke_agent support', { attributes }, async (span) => {
  await answer(question).finally(() => span.end())
})`.trim(),
  },
] as const
