import type { JsonObject, JsonValue } from '#contract/json.ts'
import { isObject, jsonAt } from './attributes.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['temperature', 'temperature'],
  ['top_p', 'top_p'],
  ['top_k', 'top_k'],
  ['max_tokens', 'max_tokens'],
  ['max_output_tokens', 'max_tokens'],
  ['max_completion_tokens', 'max_tokens'],
  ['frequency_penalty', 'frequency_penalty'],
  ['presence_penalty', 'presence_penalty'],
  ['seed', 'seed'],
  ['stop', 'stop'],
  ['stop_sequences', 'stop'],
  ['reasoning_effort', 'reasoning_effort'],
])
/** The GenAI conventions, Traceloop and the AI SDK write one attribute for each parameter. */
const PREFIXES = ['gen_ai.request.', 'llm.request.', 'ai.settings.']
/** OpenInference and Langfuse write all of them as JSON. */
const OBJECTS = [
  'llm.invocation_parameters',
  'langfuse.observation.model.parameters',
  'langfuse.model.parameters',
  'model_parameters',
]

/**
 * The parameters of a model call, such as `{temperature: 0.2, max_tokens: 500}`, under one name each whichever
 * convention wrote them; undefined if there are none. Only numbers, texts, booleans and lists of texts count.
 */
export function parametersOf(attributes: JsonObject): JsonObject | undefined {
  const found = new Map<string, JsonValue>()
  const take = (given: string, value: JsonValue | undefined) => {
    const name = NAMES.get(given.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    if (name === undefined || found.has(name) || value === undefined || value === null || isObject(value)) return
    if (value !== '' && !(Array.isArray(value) && value.length === 0)) found.set(name, value)
  }
  for (const prefix of PREFIXES)
    for (const name in attributes) if (name.startsWith(prefix)) take(name.slice(prefix.length), attributes[name])
  for (const name of OBJECTS) {
    const value = jsonAt(attributes, name)
    if (isObject(value)) for (const each in value) take(each, value[each])
  }
  return found.size > 0 ? Object.fromEntries(found) : undefined
}
