import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { ChatPart, Turn } from './ChatPart.ts'
import { FieldReader, isList, isObject, opened } from './FieldReader.ts'
import { callPart, readParts, restPart, resultPart } from './readParts.ts'

/** One side of a model call as turns, and the fields that belong to no turn. */
export type Reading = { readonly turns: readonly Turn[]; readonly rest: JsonObject | undefined }

const ROLES: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['humanmessage', 'user'],
  ['humanmessagechunk', 'user'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['aimessage', 'assistant'],
  ['aimessagechunk', 'assistant'],
  ['developer', 'system'],
  ['systemmessage', 'system'],
  ['function', 'tool'],
  ['toolmessage', 'tool'],
  ['functionmessage', 'tool'],
])
/** `type` values that stand for a role, in LangChain's messages. */
const TYPE_ROLES = /^(?:human|ai|system|tool|function|AIMessageChunk|HumanMessageChunk)$/
const ITEM =
  /^(?:function_call|function_call_output|function_call_result|reasoning|tool_call|tool_result|tool-call|tool-result)$/

const SYSTEM = ['system', 'system_instructions', 'system_instruction', 'systemInstruction', 'instructions'] as const
const ASKED = [
  'chat_history',
  'messages',
  'message',
  'prompt',
  'prompts',
  'contents',
  'input',
  'question',
  'query',
] as const
const ANSWERED = [
  'reasoning',
  'choices',
  'generations',
  'candidates',
  'output_messages',
  'messages',
  'message',
  'output',
  'outputs',
  'response',
  'content',
  'text',
  'completion',
  'answer',
  'toolCalls',
  'tool_calls',
] as const

/** Reads the inputs (`role` user) or outputs (`role` assistant) of a model call. Pure; parses JSON in texts. */
export function readTurns(payload: JsonValue, role: 'user' | 'assistant'): Reading {
  const value = opened(payload)
  if (!isObject(value) || isMessage(value)) return { turns: turnsIn(value, role), rest: undefined }
  return readEnvelope(value, role)
}

/** An object that holds messages: a request, a reply, a list of choices. */
function readEnvelope(object: JsonObject, role: string): Reading {
  const fields = new FieldReader(object)
  const system = SYSTEM.flatMap((name) => {
    const value = fields.peek(name)
    if (typeof value !== 'string' && !isList(value) && !isObject(value)) return []
    fields.take(name)
    return turnsIn(value, 'system')
  })
  let turns: readonly Turn[] = system
  for (const name of role === 'assistant' ? ANSWERED : ASKED) {
    const value = fields.peek(name)
    if (value === undefined || !holdsContent(value)) continue
    fields.take(name)
    // A reply's text often stands beside the messages that contain it, and is shown once.
    if (typeof value === 'string' && saysAlready(turns, value)) continue
    const found = /tool_?calls/i.test(name) ? callTurns(value, role) : turnsIn(value, role)
    turns = [...turns, ...(name === 'reasoning' ? found.map(asReasoning) : found)]
  }
  return { turns, rest: fields.rest() }
}

const holdsContent = (value: JsonValue): boolean => typeof value === 'string' || isList(value) || isObject(value)

function turnsIn(given: JsonValue, role: string): readonly Turn[] {
  const value = opened(given)
  if (isList(value)) return turnsOfList(value, role)
  if (!isObject(value)) return turn(role, readParts(value))
  if (isMessage(value)) return messageTurns(value, role)
  // A message that leaves its role to its place.
  if (isList(value['parts'])) return bodyTurn(role, new FieldReader(value))
  const { turns, rest } = readEnvelope(value, role)
  if (turns.length === 0) return turn(role, readParts(value))
  // The fields beside the messages stay with the last of them.
  return rest === undefined ? turns : withRest(turns, rest)
}

function turnsOfList(values: readonly JsonValue[], role: string): readonly Turn[] {
  const turns: Turn[] = []
  let loose: ChatPart[] = []
  const flush = () => {
    turns.push(...turn(role, loose))
    loose = []
  }
  for (const value of values) {
    // Parts without a message around them are one turn, in which they stand in a row.
    if (isObject(value) && (isMessage(value) || isEnvelope(value))) {
      flush()
      turns.push(...turnsIn(value, role))
    } else if (isList(value)) {
      flush()
      turns.push(...turnsOfList(value, role))
    } else loose.push(...readParts(value))
  }
  flush()
  return turns
}

const isMessage = (value: JsonObject): boolean =>
  typeof value['role'] === 'string' ||
  typeof value['message.role'] === 'string' ||
  isConstructed(value) ||
  (typeof value['type'] === 'string' &&
    (TYPE_ROLES.test(value['type']) || ITEM.test(value['type'])) &&
    !hasPartForm(value))

/** A part of type `function` or `tool_call` inside a message's content looks like an item; only items of a list do. */
const hasPartForm = (value: JsonObject): boolean => value['type'] === 'function' && value['content'] === undefined

const isEnvelope = (value: JsonObject): boolean =>
  typeof value['type'] !== 'string' &&
  ['message', 'messages', 'generations', 'choices', 'delta'].some(
    (name) => isObject(value[name]) || isList(value[name]),
  )

/** `{lc: 1, type: 'constructor', id: [..., 'HumanMessage'], kwargs}`, an object as LangChain serialises it. */
const isConstructed = ({ lc, id, kwargs }: JsonObject): boolean => lc !== undefined && isList(id) && isObject(kwargs)

function messageTurns(message: JsonObject, around: string): readonly Turn[] {
  const { id, kwargs, type } = message
  if (isConstructed(message) && isList(id) && isObject(kwargs)) {
    const { lc: _lc, type: _type, id: _id, kwargs: _kwargs, ...beside } = message
    const last = id.at(-1)
    const name = typeof last === 'string' ? last : 'unknown'
    const role = ROLES.get(name.toLowerCase()) ?? name
    return addParts(bodyTurn(role, new FieldReader(kwargs)), restPart(new FieldReader(beside)), role)
  }
  const fields = new FieldReader(message)
  const role = fields.takeText('role', 'message.role')
  if (role !== undefined) {
    if (type === 'message') fields.take('type')
    return bodyTurn(ROLES.get(role) ?? role, fields)
  }
  if (typeof type === 'string' && TYPE_ROLES.test(type)) {
    fields.take('type')
    const data = fields.peek('data')
    if (isObject(data)) fields.take('data')
    const body = bodyTurn(ROLES.get(type.toLowerCase()) ?? type, isObject(data) ? new FieldReader(data) : fields)
    return isObject(data) ? addParts(body, restPart(fields), type) : body
  }
  const parts = readParts(message)
  return turn(parts.some(({ kind }) => kind === 'call' || kind === 'reasoning') ? 'assistant' : around, parts)
}

const CONTENT = ['parts', 'content', 'contents', 'text', 'message.content', 'message.contents'] as const

/** A message's body: reasoning, content and tool calls, in the order in which they came about. */
function bodyTurn(role: string, fields: FieldReader): readonly Turn[] {
  const content = fields.peek('content')
  if (
    role === 'tool' &&
    !isList(fields.peek('parts')) &&
    !(isList(content) && readParts(content).some(({ kind }) => kind === 'result'))
  )
    return turn(role, resultPart(fields))
  const reasoning = ['reasoning_content', 'reasoning', 'thinking'].flatMap((name) => {
    const value = fields.peek(name)
    return value === undefined || !holdsContent(value) ? [] : readParts(fields.take(name))
  })
  const said = CONTENT.flatMap((name) => {
    const value = fields.take(name)
    return readParts(value)
  })
  const refusal = readParts(fields.takeText('refusal'))
  const calls = ['tool_calls', 'toolCalls', 'message.tool_calls', 'function_call'].flatMap((name) => {
    const value = fields.take(name)
    return value === undefined ? [] : callParts(value)
  })
  // LangChain repeats the calls of Anthropic models in the content.
  const told = new Set(said.flatMap((part) => (part.kind === 'call' && part.id !== undefined ? [part.id] : [])))
  const newCalls = calls.filter((part) => part.kind !== 'call' || part.id === undefined || !told.has(part.id))
  return turn(role, [...reasoning.map(reasoned), ...said, ...refusal, ...newCalls, ...restPart(fields)])
}

const CALL_TYPES: ReadonlySet<JsonValue> = new Set(['function', 'tool_call', 'tool-call'])

function callParts(value: JsonValue): readonly ChatPart[] {
  const calls = opened(value)
  return (isList(calls) ? calls : [calls]).flatMap((call) => {
    if (!isObject(call)) return readParts(call)
    const fields = new FieldReader(call)
    const inner = fields.peek('tool_call')
    if (isObject(inner)) {
      fields.take('tool_call')
      return [...callPart(new FieldReader(inner)), ...restPart(fields)]
    }
    if (CALL_TYPES.has(fields.peek('type') ?? '')) fields.take('type')
    return callPart(fields)
  })
}

const callTurns = (value: JsonValue, role: string): readonly Turn[] => turn(role, callParts(value))

const reasoned = (part: ChatPart): ChatPart => (part.kind === 'text' ? { kind: 'reasoning', text: part.text } : part)
const asReasoning = ({ role, parts }: Turn): Turn => ({ role, parts: parts.map(reasoned) })

/** A turn of tool results alone is the tool's, though Anthropic's API calls it the user's. */
function turn(role: string, parts: readonly ChatPart[]): readonly Turn[] {
  if (parts.length === 0) return []
  const shown = parts.filter((part) => part.kind !== 'rest')
  const isTool = shown.length > 0 && shown.every((part) => part.kind === 'result')
  return [{ role: isTool ? 'tool' : role, parts: [...shown, ...joinedRest(parts)] }]
}

/** What is left of a message and of each of its parts, as one part. */
function joinedRest(parts: readonly ChatPart[]): readonly ChatPart[] {
  const values = parts.flatMap((part) => (part.kind === 'rest' ? (isList(part.value) ? part.value : [part.value]) : []))
  const [only] = values
  if (only === undefined) return []
  return [{ kind: 'rest', value: values.length === 1 ? only : values }]
}

const withRest = (turns: readonly Turn[], rest: JsonObject): readonly Turn[] =>
  addParts(turns, [{ kind: 'rest', value: rest }], 'assistant')

function addParts(turns: readonly Turn[], more: readonly ChatPart[], role: string): readonly Turn[] {
  const last = turns.at(-1)
  if (more.length === 0) return turns
  return last ? [...turns.slice(0, -1), ...turn(last.role, [...last.parts, ...more])] : turn(role, more)
}

/** Whether the turns contain a text, in one part or joined from several. */
function saysAlready(turns: readonly Turn[], text: string): boolean {
  const said = turns.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [part.text.trim()] : [])))
  return said.includes(text.trim()) || said.join('\n') === text.trim()
}
