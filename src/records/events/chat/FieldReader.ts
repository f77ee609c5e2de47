import type { JsonObject, JsonValue } from '#contract/json.ts'
import { jsonInText } from '#src/lib/jsonInText.ts'

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** `Array.isArray` does not narrow to `readonly JsonValue[]`. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value)

/** Null, an empty text, list or object: fields that say nothing. */
export const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0)

/** JSON in a text is opened; any other value is returned as it is. */
export const opened = (value: JsonValue): JsonValue =>
  typeof value === 'string' ? (jsonInText(value) ?? value) : value

/** Reads an object field by field and keeps account of what nobody took, so that nothing is dropped. */
export class FieldReader {
  readonly #left: Map<string, JsonValue>

  constructor(object: JsonObject) {
    this.#left = new Map(Object.entries(object).filter(([, value]) => !isEmpty(value)))
  }

  peek(name: string): JsonValue | undefined {
    return this.#left.get(name)
  }

  /** The first of the fields that says something. It counts as taken. */
  take(...names: readonly string[]): JsonValue | undefined {
    const name = names.find((each) => this.#left.has(each))
    if (name === undefined) return undefined
    const value = this.#left.get(name)
    this.#left.delete(name)
    return value
  }

  /** The same for fields that must be texts; others stay. */
  takeText(...names: readonly string[]): string | undefined {
    const name = names.find((each) => typeof this.#left.get(each) === 'string')
    const value = name === undefined ? undefined : this.take(name)
    return typeof value === 'string' ? value : undefined
  }

  /** Puts back what is left of a field that was taken. */
  put(name: string, value: JsonValue): void {
    this.#left.set(name, value)
  }

  /** The fields that nobody took; undefined if there are none. */
  rest(): JsonObject | undefined {
    return this.#left.size === 0 ? undefined : Object.fromEntries(this.#left)
  }
}
