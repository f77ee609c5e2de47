import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { Convention, SpanKind } from '../AgentSpan.ts'
import { isObject, jsonAt, numberAt, parsed, present, textAt } from '../attributes.ts'
import { type ChatMessage, messagesIn } from '../chatMessages.ts'
import { filesInMessages } from '../fileClaims.ts'

const OPERATIONS: ReadonlyMap<string, SpanKind> = new Map([
  ['chat', 'model'],
  ['generate_content', 'model'],
  ['text_completion', 'model'],
  ['completion', 'model'],
  ['embeddings', 'embedding'],
  ['embedding', 'embedding'],
  ['retrieval', 'retrieval'],
  ['rerank', 'retrieval'],
  ['execute_tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['plan', 'planning'],
  ['workflow_step', 'step'],
  ['invoke_workflow', 'workflow'],
  // Registers an agent without running it.
  ['create_agent', 'noise'],
  ['guardrail', 'guardrail'],
  ['apply_guardrail', 'guardrail'],
  ['create_memory', 'memory'],
  ['search_memory', 'memory'],
  ['update_memory', 'memory'],
  ['upsert_memory', 'memory'],
  ['delete_memory', 'memory'],
  ['create_memory_store', 'memory'],
  ['delete_memory_store', 'memory'],
])

/** Whether the conventions define this operation name. Custom names only mean "part of an agent's work". */
export const isKnownOperation = (operation: string | undefined): boolean =>
  operation !== undefined && OPERATIONS.has(operation)

/** The GenAI conventions of OpenTelemetry, current and earlier forms. */
export const genAi: Convention = (span) => {
  const { attributes } = span
  const operation = textAt(attributes, 'gen_ai.operation.name')
  if (operation === undefined && !Object.keys(attributes).some((name) => name.startsWith('gen_ai.'))) return undefined
  const known = operation === undefined ? undefined : OPERATIONS.get(operation)
  const isHandoff = known === 'tool' && textAt(attributes, 'gen_ai.transfer.mode') === 'pass_control'
  const kind = isHandoff ? 'handoff' : (known ?? (operation === undefined ? undefined : 'container'))
  const isTool = kind === 'tool' || kind === 'handoff' || kind === 'memory'
  const output = outputOf(span)
  const input = inputOf(span)
  return {
    kind,
    isWeak: known === undefined,
    label: labelOf(attributes, kind),
    agent: textAt(attributes, 'gen_ai.agent.name'),
    runName: textAt(attributes, 'gen_ai.workflow.name'),
    session: textAt(attributes, 'gen_ai.conversation.id'),
    user: textAt(attributes, 'user.id', 'enduser.id', 'gen_ai.user.id'),
    model: textAt(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    provider: textAt(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    usage: {
      input: numberAt(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
      output: numberAt(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
      cached: numberAt(attributes, 'gen_ai.usage.cache_read.input_tokens'),
      reasoning: numberAt(attributes, 'gen_ai.usage.reasoning_tokens', 'gen_ai.usage.reasoning.output_tokens'),
      cost_usd: numberAt(attributes, 'gen_ai.usage.cost', 'gen_ai.usage.total_cost'),
    },
    inputs: isTool ? jsonAt(attributes, 'gen_ai.tool.call.arguments') : input,
    outputs: isTool ? jsonAt(attributes, 'gen_ai.tool.call.result') : output,
    inputMessages: isTool
      ? []
      : [
          ...messagesIn(attributes['gen_ai.system_instructions'], 'system'),
          ...messagesIn(input, 'user'),
          ...flattened(attributes, 'gen_ai.prompt.'),
        ],
    outputMessages: isTool ? [] : [...messagesIn(output, 'assistant'), ...flattened(attributes, 'gen_ai.completion.')],
    files: filesInMessages(output),
    callId: textAt(attributes, 'gen_ai.tool.call.id'),
    finishReason: finishReasonOf(attributes),
    handoffTo: textAt(attributes, 'gen_ai.transfer.target.name'),
    framework: 'genai',
  }
}

function labelOf(attributes: JsonObject, kind: SpanKind | undefined): string | undefined {
  if (kind === 'agent' || kind === 'planning') return textAt(attributes, 'gen_ai.agent.name', 'gen_ai.agent.id')
  if (kind === 'workflow') return textAt(attributes, 'gen_ai.workflow.name')
  if (kind === 'retrieval') return textAt(attributes, 'gen_ai.data_source.id')
  return textAt(attributes, 'gen_ai.guardrail.name', 'gen_ai.tool.name')
}

const finishReasonOf = (attributes: JsonObject): string | undefined => {
  const reasons = jsonAt(attributes, 'gen_ai.response.finish_reasons')
  const first: JsonValue | undefined = Array.isArray(reasons) ? reasons[0] : reasons
  return typeof first === 'string' ? first : undefined
}

/** Attributes first. Earlier versions used span events, one per message or one for all. */
const inputOf = ({ attributes, events }: RawSpan): JsonValue | undefined =>
  jsonAt(attributes, 'gen_ai.input.messages', 'gen_ai.prompt') ??
  eventMessages(events, 'gen_ai.input.messages', /^gen_ai\.(system|user|assistant|tool)\.message$/)

const outputOf = ({ attributes, events }: RawSpan): JsonValue | undefined =>
  jsonAt(attributes, 'gen_ai.output.messages', 'gen_ai.completion') ??
  eventMessages(events, 'gen_ai.output.messages', /^gen_ai\.choice$/)

function eventMessages(events: RawSpan['events'], whole: string, each: RegExp): JsonValue | undefined {
  const messages: JsonValue[] = []
  for (const { name, attributes } of events) {
    const all = jsonAt(attributes, whole, whole === 'gen_ai.input.messages' ? 'gen_ai.prompt' : 'gen_ai.completion')
    if (all !== undefined) return all
    if (!each.test(name)) continue
    const role = textAt(attributes, 'role') ?? /^gen_ai\.(\w+)\.message$/.exec(name)?.[1] ?? 'assistant'
    const inner = parsed(attributes['message'] ?? null)
    const content = isObject(inner) ? inner['content'] : (attributes['content'] ?? inner)
    messages.push(present({ role, content: content ?? undefined }))
  }
  return messages.length > 0 ? messages : undefined
}

/** `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`: OpenLLMetry's old format for messages. */
function flattened(attributes: JsonObject, prefix: string): readonly ChatMessage[] {
  const messages: ChatMessage[] = []
  for (let at = 0; ; at++) {
    const role = textAt(attributes, `${prefix}${at}.role`)
    const content = attributes[`${prefix}${at}.content`]
    if (role === undefined && content === undefined) return messages
    messages.push(...messagesIn(present({ role: role ?? 'user', content: parsed(content ?? '') }), 'user'))
  }
}
