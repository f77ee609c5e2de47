import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { isErrorEvent } from './isErrorEvent.ts'
import { clip, field } from './payload.ts'

/** Longer than what a headline shows. */
const SHOWN_MAX = 160

/**
 * Describes the outcome of a call: "web_search failed, 503", "web_search answered “3 pages”". `who` is what was called;
 * `ended` is the verb to use if there is no answer; `more` precedes the reason of a failure.
 */
export function outcomeInWords(
  event: ExecutionEvent,
  who: string,
  ended: 'answered' | 'finished',
  more?: string,
): string {
  const comma = (...parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined).join(', ')
  if (isErrorEvent(event)) return comma(`${who} failed`, more, failureOf(event))
  if (event.status === 'waiting_approval') return `${who} waits for approval`
  const answer = inShort(event.outputs)
  return comma(answer === undefined ? `${who} ${ended}` : `${who} answered ${answer}`, more)
}

/** The last line of a traceback says what happened; the first line only says that something did. */
export const failureOf = ({ error_message }: ExecutionEvent): string | undefined =>
  error_message === null || error_message.trim() === '' ? undefined : lastLine(error_message)

export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? text

export const quote = (text: string): string => `“${clip(text.trim(), SHOWN_MAX)}”`

/** `a: 1, b: …`: the first three fields, with objects and lists as `…`. */
export function fieldsInShort(value: JsonValue | undefined): string | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const shown = Object.entries(value)
    .slice(0, 3)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? '…' : clip(String(value), 40)}`)
  return shown.length > 0 ? shown.join(', ') : undefined
}

/** Tools, frameworks and MCP put the actual result under these names; the fields beside it are metadata of the call. */
const WRAPPERS = ['result', 'output', 'text', 'content', 'answer', 'message', 'response', 'stdout', 'kwargs']
const DEPTH_MAX = 5

function inShort(answer: JsonValue, depth = 0): string | undefined {
  if (answer === null) return undefined
  if (typeof answer === 'string') return answer.trim() === '' ? undefined : quote(answer)
  if (typeof answer !== 'object') return String(answer)
  const wrapped = depth === DEPTH_MAX ? [] : wrappedIn(answer)
  if (wrapped.length === 0) return isList(answer) ? `${answer.length} items` : fieldsInShort(answer)
  for (const value of wrapped) {
    const found = inShort(value, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function wrappedIn(answer: JsonObject | readonly JsonValue[]): readonly JsonValue[] {
  if (isList(answer)) return answer.length === 1 ? answer : []
  return WRAPPERS.map((name) => field(answer, name)).filter((value) => value !== undefined && value !== null)
}

const isList = (value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] => Array.isArray(value)
