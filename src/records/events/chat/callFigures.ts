import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { formatCost, formatCount, spoken } from '#src/lib/format.ts'
import { isEmpty, isList, isObject } from './FieldReader.ts'

/** A figure of a model call, in words. */
export type Figure = { readonly name: string; readonly value: string }

/** Objects in which requests keep their parameters. */
const HOLDERS = [
  'parameters',
  'config',
  'generationConfig',
  'generation_config',
  'options',
  'settings',
  'invocation_params',
]
const PARAMETERS =
  /^(?:temperature|top_?[pk]|max_?(?:output_?|completion_?|new_?)?tokens|(?:frequency|presence)_?penalty|seed|stop(?:_?sequences)?|reasoning_?effort|n|tool_?choice)$/i

/** Each count and its names, in the objects in which writers keep usage. */
const TOKENS = [
  ['Input tokens', 'input', 'input_tokens', 'prompt_tokens', 'prompt'],
  ['Output tokens', 'output', 'output_tokens', 'completion_tokens', 'completion'],
  ['Cached tokens', 'cached', 'cached_tokens'],
  ['Reasoning tokens', 'reasoning', 'reasoning_tokens'],
] as const

/** The model, its parameters, tokens, cost and finish reason, as far as they were recorded. Pure. */
export function callFigures({
  inputs,
  outputs,
  meta,
}: Pick<ExecutionEvent, 'inputs' | 'outputs' | 'meta'>): readonly Figure[] {
  const asked = isObject(inputs) ? inputs : {}
  const answered = isObject(outputs) ? outputs : {}
  const usage = [...[meta['tokens'], meta['usage']].filter((value) => isObject(value)), meta]
  const figure = (name: string, value: JsonValue | undefined, write: (value: JsonValue) => string = plainly) =>
    value === undefined || isEmpty(value) ? [] : [{ name, value: write(value) }]
  return [
    ...figure('Model', first([meta, asked, answered], 'model', 'model_name')),
    ...figure('Provider', first([meta], 'provider')),
    ...parametersOf([meta, asked]),
    ...TOKENS.flatMap(([name, ...names]) => figure(name, first(usage, ...names), count)),
    ...figure('Cost', first(usage, 'cost_usd', 'cost'), cost),
    ...figure('Finish reason', first([meta, answered], 'finish_reason', 'stop_reason')),
  ]
}

/** Each parameter once, as the first of the places has it. */
function parametersOf(places: readonly JsonObject[]): readonly Figure[] {
  const found = new Map<string, string>()
  const held = places.flatMap((place) => HOLDERS.map((name) => place[name])).filter((value) => isObject(value))
  for (const place of [...places, ...held])
    for (const [name, value] of Object.entries(place)) {
      if (!PARAMETERS.test(name) || isEmpty(value) || isObject(value)) continue
      const word = inWords(name)
      if (!found.has(word)) found.set(word, plainly(value))
    }
  return [...found].map(([name, value]) => ({ name, value }))
}

/** `maxTokens` and `max_tokens` as "Max tokens". */
function inWords(name: string): string {
  const words = spoken(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')).toLowerCase()
  return words === 'n' ? 'Choices' : words.charAt(0).toUpperCase() + words.slice(1)
}

function first(places: readonly JsonObject[], ...names: readonly string[]): JsonValue | undefined {
  for (const place of places)
    for (const name of names) {
      const value = place[name]
      if (!isEmpty(value) && !isObject(value)) return value
    }
  return undefined
}

const cost = (value: JsonValue): string => (typeof value === 'number' ? formatCost(value) : plainly(value))
const count = (value: JsonValue): string => (typeof value === 'number' ? formatCount(value) : plainly(value))
const plainly = (value: JsonValue): string =>
  isList(value)
    ? value.map((each) => plainly(each)).join(', ')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
