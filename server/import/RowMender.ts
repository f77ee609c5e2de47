import {
  isTextTooDeep,
  isValueTooDeep,
  JSON_DEPTH_MAX,
  type JsonObject,
  JsonValue as JsonSchema,
} from '#contract/json.ts'
import { canonicalTimestamp, type Timestamp } from '#contract/timestamps.ts'
import { isWord } from '#contract/words.ts'
import type * as z from 'zod/mini'
import type { MendedFinding } from './findings.ts'
import { jsonText } from './jsonText.ts'
import type { OldTable } from './oldRows.ts'

type Json = z.output<typeof JsonSchema>

export type MendedRow = { readonly table: OldTable; readonly key: string; readonly run_id: string | undefined }

/** The key in `meta` for the original text of unreadable columns, by column name. */
export const UNREADABLE = 'import_unreadable'

/**
 * Reads the columns of one old row. An unreadable value becomes null, its original is kept for `meta()`, and a
 * finding reports it; nothing is guessed. Call `meta()` last.
 */
export class RowMender {
  readonly #row: MendedRow
  readonly #report: (finding: MendedFinding) => void
  #unreadable: Map<string, string> | undefined

  constructor(row: MendedRow, report: (finding: MendedFinding) => void) {
    this.#row = row
    this.#report = report
  }

  time(column: string, value: unknown): Timestamp | null {
    if (isEmpty(value)) return null
    const moment = typeof value === 'string' ? canonicalTimestamp(value) : undefined
    return moment ?? this.#keep('unreadable_time', column, value, 'is not a readable time')
  }

  /** A finite number, also given as text, as Postgres writes `numeric`. */
  number(column: string, value: unknown): number | null {
    if (isEmpty(value)) return null
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'bigint') return this.number(column, Number(number))
    if (typeof number === 'number' && Number.isFinite(number)) return number
    return this.#keep('unreadable_number', column, value, 'is not a readable number')
  }

  /** A safe integer, at least `min`. */
  integer(column: string, value: unknown, min = Number.MIN_SAFE_INTEGER): number | null {
    const number = this.number(column, value)
    if (number === null || (Number.isSafeInteger(number) && number >= min)) return number
    return this.#keep('unreadable_number', column, value, 'is not a whole number in range')
  }

  /** A status or type, unchanged even if unknown; `fallback` if it is missing or not a word. */
  word<Fallback extends string | null>(
    column: string,
    value: string | undefined,
    fallback: Fallback,
  ): string | Fallback {
    if (value === undefined) return fallback
    if (isWord(value)) return value
    this.#keep('unusable_word', column, value, 'is too long')
    return fallback
  }

  /** An id that refers to another row. An invalid id is not a reference, but its text is kept. */
  reference<Id extends string>(column: string, value: string | undefined, schema: z.ZodMiniType<Id>): Id | null {
    if (value === undefined) return null
    const id = schema.safeParse(value)
    return id.success ? id.data : this.#keep('unusable_reference', column, value, 'is not a valid id')
  }

  /**
   * A payload: a JSON value, JSON text, or other text, which is kept as a string. If nested too deeply, it is kept as
   * text.
   */
  json(column: string, value: unknown): Json | null {
    if (value === null || value === undefined) return null
    const text = typeof value === 'string' ? value : undefined
    if (text === undefined ? isValueTooDeep(value) : isTextTooDeep(text)) {
      this.#find('json_too_deep', `${column} is nested deeper than ${JSON_DEPTH_MAX} levels and was kept as text`)
      return text ?? jsonText(value)
    }
    if (text !== undefined) return parsedOr(text)
    if (isJson(value)) return value
    this.#find('json_unreadable', `${column} is not JSON and was kept as text`)
    return textOf(value)
  }

  /**
   * The row's own meta, plus columns that no longer exist, plus the originals of unreadable values. Keys of the row's
   * own meta take precedence.
   */
  meta(value: unknown, extra: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
    const own = ownMeta(this.json('meta', value))
    const added: Record<string, Json> = {}
    let isWhole = this.#unreadable === undefined
    for (const name in extra) {
      const item = extra[name]
      if (item === undefined || item === null) continue
      added[name] = item
      isWhole = false
    }
    if (isWhole) return own
    return { ...added, ...own, ...(this.#unreadable && { [UNREADABLE]: Object.fromEntries(this.#unreadable) }) }
  }

  #keep(kind: MendedFinding['kind'], column: string, value: unknown, why: string): null {
    this.#unreadable ??= new Map()
    this.#unreadable.set(column, textOf(value))
    this.#find(kind, `${column} ${why}; the original is kept under meta.${UNREADABLE}`)
    return null
  }

  #find(kind: MendedFinding['kind'], reason: string): void {
    this.#report({ kind, ...this.#row, reason })
  }
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'bigint' ? String(value) : jsonText(value)
}

/** Parses JSON text. Other text stays a string, for example if a writer put a plain sentence into the column. */
function parsedOr(text: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return text
  }
}

const isJson = (value: unknown): value is Json => JsonSchema.safeParse(value).success

const isObject = (value: Json): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function ownMeta(read: Json): JsonObject {
  if (read === null) return {}
  if (isObject(read)) return read
  // Wrapping a list or a bare value under a key adds one level.
  return { value: isValueTooDeep(read, JSON_DEPTH_MAX - 1) ? jsonText(read) : read }
}
