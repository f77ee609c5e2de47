import {
  isValueTooDeep,
  JSON_DEPTH_MAX,
  type JsonObject,
  JsonValue as JsonSchema,
  type JsonValue,
} from '#contract/json.ts'
import { jsonText } from './jsonText.ts'
import type { RawRow } from './oldRows.ts'

/**
 * A row as JSON, each column with the value that was read. Values that JSON cannot represent become text: integers
 * beyond 2^53 with all digits, infinities, and JSON that is nested too deeply.
 */
export const keptColumns = (row: RawRow): JsonObject =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, keptValue(value)]))

function keptValue(value: unknown): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint' || typeof value === 'number')
    return typeof value === 'number' && Number.isFinite(value) ? value : String(value)
  const json = JsonSchema.safeParse(value)
  // The row itself is one level.
  return json.success && !isValueTooDeep(value, JSON_DEPTH_MAX - 1) ? json.data : jsonText(value)
}
