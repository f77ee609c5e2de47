import type { JsonValue } from '#contract/json.ts'
import type { Convention, SpanKind } from '../AgentSpan.ts'
import { isList, isObject, jsonAt, textAt } from '../attributes.ts'
import { messagesIn } from '../chatMessages.ts'
import { isKnownOperation } from './genAi.ts'

/** A workflow is only a container, because OpenLLMetry uses it for every LangChain runnable. */
const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['workflow', 'container'],
  ['agent', 'agent'],
  ['task', 'step'],
  ['tool', 'tool'],
])

const REQUESTS: ReadonlyMap<string, SpanKind> = new Map([
  ['chat', 'model'],
  ['completion', 'model'],
  ['embedding', 'embedding'],
  ['rerank', 'retrieval'],
])

/** OpenLLMetry: Traceloop's decorators and its instrumentations. */
export const traceloop: Convention = ({ attributes }) => {
  const written = textAt(attributes, 'traceloop.span.kind')
  const request = textAt(attributes, 'llm.request.type')
  const session = textAt(attributes, ...SESSIONS)
  if (written === undefined && request === undefined && session === undefined) return undefined
  // An instrumentation writes `task` on tool calls too; the operation name takes precedence.
  const isOverruled = isKnownOperation(textAt(attributes, 'gen_ai.operation.name'))
  const kind = isOverruled ? undefined : (KINDS.get(written ?? '') ?? REQUESTS.get(request ?? ''))
  const isTalk = kind === 'agent' || kind === 'container'
  const inputs = calledWith(jsonAt(attributes, 'traceloop.entity.input'))
  const outputs = jsonAt(attributes, 'traceloop.entity.output')
  return {
    kind,
    isWeak: kind === 'container',
    label: textAt(attributes, 'traceloop.entity.name'),
    runName: written === 'workflow' ? textAt(attributes, 'traceloop.workflow.name') : undefined,
    session,
    user: textAt(attributes, 'traceloop.association.properties.user_id', 'traceloop.association.properties.userId'),
    inputs,
    outputs,
    inputMessages: isTalk ? messagesIn(inputs, 'user') : [],
    outputMessages: isTalk ? messagesIn(outputs, 'assistant') : [],
    framework: written === undefined ? undefined : 'traceloop',
  }
}

/**
 * The decorators write the whole call as the input, `{"args": ["Paris"], "kwargs": {}}`. Only its arguments matter.
 */
function calledWith(input: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(input) || !isList(input['args']) || !isObject(input['kwargs'])) return input
  const { args, kwargs } = input
  if (Object.keys(kwargs).length > 0) return args.length > 0 ? { args, kwargs } : kwargs
  return args.length > 1 ? args : args[0]
}

const SESSIONS = ['session_id', 'sessionId', 'session.id', 'conversation_id', 'chat_id', 'thread_id'].map(
  (name) => `traceloop.association.properties.${name}`,
)
