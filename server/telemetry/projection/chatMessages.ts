import type { JsonObject, JsonValue } from '#contract/json.ts'
import { isList, isObject, parsed } from './attributes.ts'

/** `role`: user, assistant, system, tool, or any other role used by the writer. */
export type ChatMessage = { readonly role: string; readonly text: string }

const ROLES: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['HumanMessage', 'user'],
  ['HumanMessageChunk', 'user'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['AIMessage', 'assistant'],
  ['AIMessageChunk', 'assistant'],
  ['developer', 'system'],
  ['SystemMessage', 'system'],
  ['function', 'tool'],
  ['ToolMessage', 'tool'],
  ['FunctionMessage', 'tool'],
])

/**
 * Extracts the messages from a value in any framework's format: GenAI parts, OpenAI chat and response items, AI SDK
 * content, LangChain constructors, lists of those under `messages`, model replies under `generations` or `choices`,
 * or plain text, which gets `role`. Messages without text (tool calls only) are skipped.
 */
export function messagesIn(given: JsonValue | undefined, role: string): readonly ChatMessage[] {
  if (given === undefined || given === null) return []
  const value = parsed(given)
  if (typeof value === 'string') return message(role, value)
  if (isList(value)) {
    // Content without a surrounding role is one message in parts.
    if (value.length > 0 && value.every((item) => isObject(item) && isPart(item)))
      return message(role, contentText(value))
    return value.flatMap((item) => messagesIn(item, role))
  }
  return isObject(value) ? messagesOf(value, role) : []
}

function messagesOf(value: JsonObject, role: string): readonly ChatMessage[] {
  const constructed = constructedMessage(value)
  if (constructed) return constructed
  const { type } = value
  if (typeof value['role'] === 'string')
    return message(value['role'], contentText(value['parts'] ?? value['content'] ?? value['contents'] ?? value['text']))
  if (type === 'function_call_output' || type === 'function_call_result')
    return message('tool', contentText(value['output']))
  // LangChain's own serialisation: {type: 'human', content} or {type: 'human', data: {content}}.
  if (typeof type === 'string' && (ROLES.has(type) || type === 'system' || type === 'tool')) {
    const data = value['data']
    return message(type, contentText(isObject(data) ? data['content'] : value['content']))
  }
  for (const name of ['messages', 'generations', 'choices', 'message', 'prompt'])
    if (value[name] !== undefined && value[name] !== null) {
      const found = messagesIn(value[name], name === 'messages' || name === 'prompt' ? role : 'assistant')
      const system = name === 'messages' ? messagesIn(value['system'], 'system') : []
      if (found.length > 0) return [...system, ...found]
    }
  for (const name of ['text', 'content', 'output', 'response', 'answer', 'input', 'question', 'query']) {
    const text = value[name]
    if (typeof text === 'string' && text !== '') return message(role, text)
  }
  return isList(value['output']) ? messagesIn(value['output'], role) : []
}

/** `{lc: 1, type: 'constructor', id: [..., 'HumanMessage'], kwargs: {content}}`, LangChain's serialised objects. */
function constructedMessage({ lc, id, kwargs }: JsonObject): readonly ChatMessage[] | undefined {
  if (lc === undefined || !isList(id) || !isObject(kwargs)) return undefined
  const name = id.at(-1)
  return typeof name === 'string' && ROLES.has(name) ? message(name, contentText(kwargs['content'])) : []
}

const isPart = (item: JsonObject): boolean =>
  item['role'] === undefined &&
  typeof item['type'] === 'string' &&
  /^(text|input_text|output_text|image|image_url|file|blob|uri|reasoning)$/.test(item['type'])

/** The text of a message's content: its text parts and tool results, each on its own lines. */
export function contentText(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content
  if (isList(content))
    return content
      .map((part) => contentText(part))
      .filter((text) => text !== '')
      .join('\n')
  if (!isObject(content)) return ''
  const type = typeof content['type'] === 'string' ? content['type'] : ''
  // What an image or a file consists of is no text.
  if (/^(?:tool_call|tool-call|tool_use|function_call|reasoning|thinking|blob|uri|image|image_url|file)$/.test(type))
    return ''
  return /^(?:tool_call_response|tool-result|tool_result)$/.test(type)
    ? answerText(content['response'] ?? content['result'] ?? content['output'] ?? content['content'])
    : contentText(content['text'] ?? content['content'] ?? content['value'])
}

const answerText = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return ''
  return contentText(value) || JSON.stringify(value)
}

function message(role: string, text: string): readonly ChatMessage[] {
  return text.trim() === '' ? [] : [{ role: ROLES.get(role) ?? role, text }]
}
