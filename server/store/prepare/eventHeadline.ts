import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonValue } from '#contract/json.ts'
import { isErrorEvent } from './isErrorEvent.ts'
import { failureOf, fieldsInShort, lastLine, outcomeInWords, quote } from './outcomeInWords.ts'
import { clip, field, numberIn, textIn } from './payload.ts'

const HEADLINE_MAX = 160

/** Matches each sequence of white space and control characters, except a single space. */
const NOT_ONE_BLANK = /[\s\p{Cc}]{2,}|[^\S ]|\p{Cc}/gu

/**
 * One line of text that describes an event, such as "ran Python, 14 lines, exit 1", built from what its payload offers.
 * If the payload has nothing usable, the type and subtype are used. Control characters and line breaks become spaces.
 * Plain text, never markup.
 */
export function eventHeadline(event: ExecutionEvent): string {
  const line = words(event).replace(NOT_ONE_BLANK, ' ').trim()
  return line.length > HEADLINE_MAX ? `${clip(line, HEADLINE_MAX - 1)}…` : line
}

function words(event: ExecutionEvent): string {
  const { inputs, outputs } = event
  switch (event.event_type) {
    case 'code_exec':
      return codeExec(event)
    case 'tool_call': {
      const tool = textIn(inputs, 'tool', 'tool_name', 'name') ?? textIn(event.meta, 'tool')
      // An end event has no arguments, unless it is all that was recorded of the call.
      if (isEnd(event)) return outcomeInWords(event, join(tool ?? 'the tool', argumentsOf(inputs)), 'finished')
      return join(`called ${tool ?? 'a tool'}`, argumentsOf(inputs), failureOf(event))
    }
    case 'llm_call': {
      const model = textIn(event.meta, 'model') ?? textIn(inputs, 'model')
      if (isEnd(event)) return outcomeInWords(event, model ?? 'the model', 'answered')
      const said = textIn(outputs, 'text', 'content', 'response')
      return join(model ? `asked ${model}` : 'asked the model', failureOf(event) ?? (said && quote(said)))
    }
    case 'agent_call': {
      const task = textIn(inputs, 'task', 'instruction', 'prompt', 'input')
      const result = textIn(outputs, 'result', 'text', 'summary')
      if (isEnd(event))
        return result === undefined || isErrorEvent(event)
          ? outcomeInWords({ ...event, outputs: null }, 'agent', 'finished')
          : join('agent finished', quote(result))
      return join('agent called', failureOf(event) ?? ((task && quote(task)) || (result && quote(result))))
    }
    case 'file_gen': {
      const path = textIn(outputs, 'file_path', 'path') ?? textIn(inputs, 'file_path', 'path')
      return join(path ? `wrote ${path}` : 'wrote a file', failureOf(event))
    }
    case 'handoff': {
      const to = textIn(inputs, 'to', 'target', 'to_agent') ?? textIn(outputs, 'to', 'target', 'to_agent')
      const why = textIn(inputs, 'reason', 'message')
      return join(to ? `handed over to ${to}` : 'handed over', why && quote(why))
    }
    case 'approval_requested':
      return join('asked for approval', textIn(inputs, 'question', 'reason', 'action', 'message'))
    case 'state_transition': {
      const from = textIn(inputs, 'from', 'from_state') ?? textIn(event.meta, 'from')
      const to = textIn(outputs, 'to', 'to_state') ?? textIn(inputs, 'to') ?? textIn(event.meta, 'to')
      if (to) return from ? `${from} → ${to}` : `became ${to}`
      return textIn(outputs, 'note', 'message') ?? textIn(inputs, 'note', 'message') ?? plain(event)
    }
    case 'error':
      return event.error_message ? lastLine(event.error_message) : (textIn(outputs, 'message', 'error') ?? plain(event))
    default:
      return (
        textIn(outputs, 'message', 'note', 'text') ??
        textIn(inputs, 'message', 'note', 'text') ??
        failureOf(event) ??
        plain(event)
      )
  }
}

function codeExec(event: ExecutionEvent): string {
  const language = textIn(event.inputs, 'language', 'lang')
  const code = textIn(event.inputs, 'code', 'source')
  const lines = code?.trimEnd().split('\n').length
  const exit = numberIn(event.outputs, 'exit_code', 'returncode')
  const exited = exit === undefined ? undefined : `exit ${exit}`
  if (isEnd(event) && code === undefined && language === undefined)
    return outcomeInWords(event, textIn(event.meta, 'tool') ?? 'the code', 'finished', exited)
  return join(
    `ran ${language === undefined ? 'code' : languageName(language)}`,
    lines && `${lines} ${lines === 1 ? 'line' : 'lines'}`,
    exited,
    failureOf(event),
  )
}

/** Languages whose display name is not just the capitalized word, including aliases that agents and code fences use. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['code', 'code'],
  ['cpp', 'C++'],
  ['c++', 'C++'],
  ['csharp', 'C#'],
  ['css', 'CSS'],
  ['html', 'HTML'],
  ['javascript', 'JavaScript'],
  ['js', 'JavaScript'],
  ['json', 'JSON'],
  ['php', 'PHP'],
  ['powershell', 'PowerShell'],
  ['py', 'Python'],
  ['python3', 'Python'],
  ['sh', 'shell'],
  ['shell', 'shell'],
  ['sql', 'SQL'],
  ['ts', 'TypeScript'],
  ['typescript', 'TypeScript'],
  ['yaml', 'YAML'],
])

/** Words that contain capitals, such as `PostgreSQL`, are left unchanged. */
function languageName(written: string): string {
  const word = written.trim()
  const lower = word.toLowerCase()
  const known = LANGUAGES.get(lower)
  if (known !== undefined) return known
  return word === lower || word === word.toUpperCase() ? lower.replace(/^./u, (first) => first.toUpperCase()) : word
}

/** A short form of a tool call's arguments: the first three. */
function argumentsOf(inputs: JsonValue | null): string | undefined {
  const shown = fieldsInShort(field(inputs, 'arguments') ?? field(inputs, 'args'))
  return shown === undefined ? undefined : `(${shown})`
}

/** The second of the two events that report one call. */
const isEnd = (event: ExecutionEvent): boolean => event.event_subtype === 'complete'

const plain = (event: ExecutionEvent): string =>
  join(event.event_type.replaceAll('_', ' '), event.event_subtype?.replaceAll('_', ' '))

/** Joins the parts that exist with commas; an argument list in brackets follows its name without one. */
function join(...parts: readonly (string | number | false | undefined)[]): string {
  return parts
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .reduce((line, part) => (part.startsWith('(') ? line + part : line ? `${line}, ${part}` : part), '')
}
