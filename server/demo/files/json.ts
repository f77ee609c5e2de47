import type { JsonValue } from '#contract/json.ts'

/** A value as the text of a JSON file. */
export const json = (value: JsonValue, indent = 2): string => `${JSON.stringify(value, null, indent)}\n`
