import { jsonTextDepth, JSON_DEPTH_MAX, type JsonValue } from '#contract/json.ts'

/** The value of a text that contains a JSON object or list, as tools often return; undefined for any other text. */
export function jsonInText(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text) || jsonTextDepth(text) > JSON_DEPTH_MAX) return undefined
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse returns JSON
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
