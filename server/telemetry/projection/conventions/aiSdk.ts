import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { Convention, SpanKind } from '../AgentSpan.ts'
import { isList, isObject, jsonAt, numberAt, present, textAt } from '../attributes.ts'
import { messagesIn } from '../chatMessages.ts'
import { filesInMessages } from '../fileClaims.ts'

/** The Vercel AI SDK: the `ai.*` attributes of versions 4 to 6, and what version 7 adds to the GenAI conventions. */
export const aiSdk: Convention = (span) => {
  const { attributes, scope } = span
  const operation = textAt(attributes, 'ai.operationId')
  const session = textAt(attributes, ...SESSIONS)
  const user = textAt(attributes, 'ai.telemetry.metadata.userId', 'ai.settings.context.userId')
  if (operation === undefined) {
    const isStep = scope.name === 'gen_ai' && textAt(attributes, 'gen_ai.operation.name') === 'agent_step'
    if (scope.name !== 'gen_ai' && session === undefined && user === undefined) return undefined
    return { session, user, framework: 'ai_sdk', parentAgent: isStep ? { label: undefined } : undefined }
  }
  const kind = kindOf(operation)
  const name = textAt(attributes, 'ai.telemetry.functionId', 'resource.name')
  const isTool = kind === 'tool'
  const input = jsonAt(attributes, 'ai.prompt.messages', 'ai.prompt', 'ai.values', 'ai.value')
  return {
    kind,
    isWeak: kind === 'container',
    label: isTool ? textAt(attributes, 'ai.toolCall.name') : kind === 'agent' ? (name ?? operation) : undefined,
    agent: name,
    session,
    user,
    model: textAt(attributes, 'ai.response.model', 'ai.model.id'),
    provider: textAt(attributes, 'ai.model.provider'),
    usage: {
      input: numberAt(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
      output: numberAt(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
      cached: numberAt(attributes, 'ai.usage.cachedInputTokens'),
      reasoning: numberAt(attributes, 'ai.usage.reasoningTokens'),
    },
    inputs: isTool ? jsonAt(attributes, 'ai.toolCall.args') : input,
    outputs: isTool ? jsonAt(attributes, 'ai.toolCall.result') : outputOf(attributes),
    inputMessages: isTool ? [] : messagesIn(input, 'user'),
    outputMessages: isTool
      ? []
      : messagesIn(attributes['ai.response.text'] ?? attributes['ai.response.object'], 'assistant'),
    files: filesInMessages(filesOf(attributes)),
    callId: textAt(attributes, 'ai.toolCall.id'),
    finishReason: textAt(attributes, 'ai.response.finishReason'),
    // In these versions, a model call always belongs to the operation it is named after.
    parentAgent: kind === 'model' ? { label: name } : undefined,
    framework: 'ai_sdk',
  }
}

const SESSIONS = ['telemetry.metadata', 'settings.context'].flatMap((place) =>
  ['sessionId', 'session_id', 'session.id', 'conversationId', 'threadId', 'chatId'].map(
    (name) => `ai.${place}.${name}`,
  ),
)

function kindOf(operation: string): SpanKind {
  if (/\.(doGenerate|doStream)$/.test(operation)) return 'model'
  if (operation.endsWith('.doEmbed') || /^ai\.embed(Many)?$/.test(operation)) return 'embedding'
  if (operation.endsWith('.doRerank')) return 'retrieval'
  if (operation === 'ai.toolCall') return 'tool'
  return /^ai\.(generate|stream)(Text|Object)$/.test(operation) ? 'agent' : 'container'
}

const outputOf = (attributes: JsonObject): JsonObject | undefined => {
  const output = present({
    text: textAt(attributes, 'ai.response.text'),
    object: jsonAt(attributes, 'ai.response.object'),
    tool_calls: jsonAt(attributes, 'ai.response.toolCalls'),
  })
  return Object.keys(output).length > 0 ? output : undefined
}

/** Generated files, in the format of message parts. */
function filesOf(attributes: JsonObject): JsonValue {
  const files = jsonAt(attributes, 'ai.response.files')
  return isList(files) ? files.map((file) => (isObject(file) ? { ...file, type: 'file', ...bytesOf(file) } : file)) : []
}

/** Bytes serialised as a plain JSON object: `{"0": 137, "1": 80, …}`. */
function bytesOf(file: JsonObject): JsonObject {
  const bytes = [file['uint8ArrayData'], file['data']].find(isObject)
  if (bytes === undefined) return {}
  const codes = Object.values(bytes).filter((byte) => typeof byte === 'number')
  return { data: btoa(codes.map((code) => String.fromCharCode(code & 255)).join('')) }
}
