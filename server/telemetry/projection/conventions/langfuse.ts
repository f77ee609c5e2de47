import type { Convention, SpanKind } from '../AgentSpan.ts'
import { isObject, jsonAt, numberAt, textAt } from '../attributes.ts'
import { messagesIn } from '../chatMessages.ts'

/** Langfuse uses `span` for anything, so it only means that the work is part of a traced application. */
const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['span', 'container'],
  ['chain', 'container'],
  ['generation', 'model'],
  ['embedding', 'embedding'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['retriever', 'retrieval'],
  ['guardrail', 'guardrail'],
  ['evaluator', 'evaluator'],
])

/** Langfuse's own SDK, and everything exported through its processor. */
export const langfuse: Convention = ({ attributes }) => {
  const type = textAt(attributes, 'langfuse.observation.type')
  const isFailed = textAt(attributes, 'langfuse.observation.level') === 'ERROR'
  const runName = textAt(attributes, 'langfuse.trace.name')
  const session = textAt(
    attributes,
    'langfuse.session.id',
    'session.id',
    'langfuse.trace.metadata.langfuse_session_id',
    'langfuse.observation.metadata.langfuse_session_id',
  )
  if (type === undefined && !isFailed && runName === undefined && session === undefined) return undefined
  const kind = type === undefined ? undefined : KINDS.get(type.toLowerCase())
  const isTalk = kind === 'model' || kind === 'agent' || kind === 'container'
  const usage = jsonAt(attributes, 'langfuse.observation.usage_details', 'langfuse.observation.usage')
  const cost = jsonAt(attributes, 'langfuse.observation.cost_details')
  const inputs = jsonAt(attributes, 'langfuse.observation.input')
  const outputs = jsonAt(attributes, 'langfuse.observation.output')
  return {
    kind,
    isWeak: kind === 'container',
    runName,
    session,
    user: textAt(attributes, 'langfuse.user.id', 'user.id'),
    model: textAt(attributes, 'langfuse.observation.model.name'),
    usage: {
      input: isObject(usage) ? numberAt(usage, 'input', 'input_tokens', 'prompt_tokens') : undefined,
      output: isObject(usage) ? numberAt(usage, 'output', 'output_tokens', 'completion_tokens') : undefined,
      cost_usd: isObject(cost) ? numberAt(cost, 'total') : undefined,
    },
    inputs,
    outputs,
    inputMessages: isTalk ? messagesIn(inputs, 'user') : [],
    outputMessages: isTalk ? messagesIn(outputs, 'assistant') : [],
    outcome: isFailed ? 'failed' : undefined,
    error: isFailed ? textAt(attributes, 'langfuse.observation.status_message') : undefined,
    framework: type === undefined ? undefined : 'langfuse',
  }
}
