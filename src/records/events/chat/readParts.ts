import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { ChatPart } from './ChatPart.ts'
import { FieldReader, isEmpty, isList, isObject, opened } from './FieldReader.ts'
import { mediaPart } from './mediaPart.ts'

/**
 * The parts of a message's content: a text, a part, or a list of parts, in the forms of OpenAI, Anthropic, Gemini,
 * Bedrock, the AI SDK, LangChain and the GenAI conventions. Lists of parts in a text are opened.
 */
export function readParts(content: JsonValue | undefined): readonly ChatPart[] {
  if (content === undefined || isEmpty(content)) return []
  if (typeof content === 'string') {
    const value = opened(content)
    return isList(value) && value.length > 0 && value.every(isKnownPart) ? readParts(value) : [textPart(content)]
  }
  if (isList(content)) return content.flatMap((part) => readParts(part))
  return isObject(content) ? readPart(content) : [{ kind: 'json', value: content }]
}

/** A tool call: `{name, arguments}` in any of its forms, or with both under `function`. */
export function callPart(fields: FieldReader): readonly ChatPart[] {
  const own = fields.peek('function')
  const inner = isObject(own) ? new FieldReader(own) : fields
  if (inner !== fields) fields.take('function')
  const name = inner.takeText('name', 'toolName', 'tool_name')
  const id = fields.takeText('call_id', 'callId', 'toolCallId', 'tool_call_id', 'toolUseId', 'id')
  const value = inner.take('arguments', 'args', 'input', 'parameters')
  const call: ChatPart = { kind: 'call', name, id, value: value === undefined ? undefined : opened(value) }
  return [call, ...restPart(fields), ...(inner === fields ? [] : restPart(inner))]
}

export function resultPart(fields: FieldReader): readonly ChatPart[] {
  const id = fields.takeText('tool_use_id', 'toolUseId', 'tool_call_id', 'toolCallId', 'call_id', 'callId', 'id')
  const name = fields.takeText('toolName', 'tool_name', 'name')
  const value = fields.take('response', 'result', 'output', 'content', 'contents', 'parts')
  const flag = fields.peek('is_error') ?? fields.peek('isError')
  const isError = flag === true || fields.peek('status') === 'error'
  if (typeof flag === 'boolean') fields.take('is_error', 'isError')
  return [
    { kind: 'result', id, name, value: value === undefined ? undefined : plainly(value), isError },
    ...restPart(fields),
  ]
}

/** What nobody took, as a part that is folded. */
export function restPart(fields: FieldReader): readonly ChatPart[] {
  const rest = fields.rest()
  return rest === undefined ? [] : [{ kind: 'rest', value: rest }]
}

const CALL = /^(?:(?:server_)?tool_(?:call|use)|function_call|function)$/
const RESULT = /^(?:tool_(?:call_response|result)|function_(?:call_output|call_result|response)|.*_tool_result)$/
const TEXT = /^(?:text|input_text|output_text|summary_text|refusal)$/
const REASONING = /^(?:reasoning|reasoning_text|thinking|redacted_thinking)$/
/** Parts without a type, which their one telling field names: Gemini, Bedrock, flattened attributes. */
const WRAPPERS: ReadonlyMap<string, (fields: FieldReader) => readonly ChatPart[]> = new Map([
  ['functionCall', callPart],
  ['function_call', callPart],
  ['tool_call', callPart],
  ['toolUse', callPart],
  ['functionResponse', resultPart],
  ['function_response', resultPart],
  ['toolResult', resultPart],
  ['reasoningContent', reasoningPart],
])

const typeOf = (part: JsonObject): string =>
  typeof part['type'] === 'string'
    ? part['type']
        .replaceAll('-', '_')
        .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase()
    : ''

function readPart(part: JsonObject): readonly ChatPart[] {
  const type = typeOf(part)
  const fields = new FieldReader(part)
  if (CALL.test(type) || (type === '' && typeof part['toolName'] === 'string')) return typed(fields, callPart)
  if (RESULT.test(type)) return typed(fields, resultPart)
  if (REASONING.test(type)) return typed(fields, reasoningPart)
  if (TEXT.test(type) || (type === '' && typeof part['text'] === 'string')) return typed(fields, saidPart)
  const media = mediaPart(part, type)
  if (media) return media
  if (type === '') {
    const content = part['message_content']
    if (isObject(content)) return [...readParts(fields.take('message_content')), ...restPart(fields)]
    for (const [name, read] of WRAPPERS) {
      const inner = part[name]
      if (isObject(inner)) {
        fields.take(name)
        return [...read(new FieldReader(inner)), ...restPart(fields)]
      }
    }
  }
  return [{ kind: 'json', value: part }]
}

function typed(fields: FieldReader, read: (fields: FieldReader) => readonly ChatPart[]): readonly ChatPart[] {
  fields.take('type')
  return read(fields)
}

function saidPart(fields: FieldReader): readonly ChatPart[] {
  const text = fields.takeText('text', 'content', 'value', 'refusal')
  return [...(text === undefined ? [] : [textPart(text)]), ...restPart(fields)]
}

function reasoningPart(fields: FieldReader): readonly ChatPart[] {
  const said = fields.take('text', 'thinking', 'reasoning', 'content', 'reasoningText')
  const summary = fields.take('summary')
  const texts = [said, summary].flatMap((value) => readParts(value))
  return [
    ...texts.map((part): ChatPart => (part.kind === 'text' ? { kind: 'reasoning', text: part.text } : part)),
    ...restPart(fields),
  ]
}

/** A tool's result without its wrapping: `{type: 'json', value}` of the AI SDK, a list of one text, JSON in a text. */
function plainly(value: JsonValue): JsonValue {
  if (isList(value) && value.length === 1 && isObject(value[0])) return plainly(value[0])
  if (!isObject(value)) return opened(value)
  const entries = Object.entries(value).filter(([name]) => name !== 'type')
  const [only] = entries
  return entries.length === 1 && only && /^(?:text|value|json)$/.test(only[0]) ? opened(only[1]) : value
}

const isKnownPart = (value: JsonValue): boolean =>
  isObject(value) && readPart(value).some((part) => part.kind !== 'json' && part.kind !== 'rest')

const textPart = (text: string): ChatPart => ({ kind: 'text', text })
