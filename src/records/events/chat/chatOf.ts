import type { JsonObject, JsonValue } from '#contract/json.ts'
import type { Payloads } from '../payloadParts.ts'
import type { ChatPart, Turn } from './ChatPart.ts'
import { isObject } from './FieldReader.ts'
import { readTurns, type Reading } from './readTurns.ts'

export type Chat = {
  /** What the model was sent, and what it answered. */
  readonly asked: readonly Turn[]
  readonly answered: readonly Turn[]
  /** Fields of the payloads that are no part of the conversation. */
  readonly besides: { readonly inputs: JsonObject | undefined; readonly outputs: JsonObject | undefined }
}

/** A model call as a chat; undefined for other events, and for payloads without any message. Pure. */
export function chatOf({ event_type, inputs, outputs }: Payloads): Chat | undefined {
  if (event_type !== 'llm_call') return undefined
  const asked = read(inputs, 'user')
  const answered = read(outputs, 'assistant')
  if (asked.turns.length + answered.turns.length === 0) return undefined
  const names = calledNames([...asked.turns, ...answered.turns])
  return {
    asked: asked.turns.map((turn) => nameResults(turn, names)),
    answered: answered.turns.map((turn) => nameResults(turn, names)),
    besides: { inputs: asked.rest, outputs: answered.rest },
  }
}

/** Numbers and booleans hold no conversation, and stay with the other fields. */
const read = (payload: JsonValue, role: 'user' | 'assistant'): Reading =>
  payload === null
    ? { turns: [], rest: undefined }
    : typeof payload === 'object' || typeof payload === 'string'
      ? readTurns(payload, role)
      : { turns: [], rest: { value: payload } }

/** The tools by the ids of their calls. */
const calledNames = (turns: readonly Turn[]): ReadonlyMap<string, string> =>
  new Map(
    turns.flatMap(({ parts }) =>
      parts.flatMap((part): [string, string][] =>
        part.kind === 'call' && part.id !== undefined && part.name !== undefined ? [[part.id, part.name]] : [],
      ),
    ),
  )

/** Many APIs name only the call that a result belongs to. */
const nameResults = ({ role, parts }: Turn, names: ReadonlyMap<string, string>): Turn => ({
  role,
  parts: parts.map((part): ChatPart =>
    part.kind === 'result' && part.name === undefined && part.id !== undefined
      ? { ...part, name: names.get(part.id) }
      : part,
  ),
})

/** The names of the fields in what is left, for its summary. */
export const fieldNames = (value: JsonValue): readonly string[] => [
  ...new Set((Array.isArray(value) ? value : [value]).flatMap((each) => (isObject(each) ? Object.keys(each) : []))),
]
