import type { JsonValue } from '#contract/json.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { clipText } from './clipText.ts'
import { visibleText } from './visibleText.ts'

export type JsonBound = { readonly children: number; readonly chars: number }

export type BoundedJson = {
  readonly value: JsonValue
  /** Lists, objects and texts that were cut. Zero: the value is whole. */
  readonly cuts: number
}

/** Stands at every place where something was cut, with how much. */
export const CUT_MARK = '⋯'

/**
 * A value to draw as a tree: long lists, objects and texts are cut and bear a mark that tells how much is missing, and
 * texts and keys are made visible. Depth is bounded where JSON enters the system, so that recursion is safe.
 */
export function boundJson(whole: JsonValue, bound: JsonBound): BoundedJson {
  let cuts = 0
  const text = (value: string): string => {
    const shown = clipText(value, { chars: bound.chars, lines: Infinity })
    if (shown.length === value.length) return visibleText(value)
    cuts++
    return `${visibleText(shown)}${CUT_MARK} ${plural(value.length - shown.length, 'character')} more`
  }
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return text(value)
    if (value === null || typeof value !== 'object') return value
    if (isList(value)) {
      const rest = value.length - bound.children
      const shown = value.slice(0, bound.children).map(walk)
      if (rest <= 0) return shown
      cuts++
      return [...shown, `${CUT_MARK} ${formatCount(rest)} more`]
    }
    const entries = Object.entries(value)
    const rest = entries.length - bound.children
    const shown = entries.slice(0, bound.children).map(([key, child]) => [text(key), walk(child)] as const)
    if (rest <= 0) return Object.fromEntries(shown)
    cuts++
    return Object.fromEntries([...shown, [CUT_MARK, `${formatCount(rest)} more`]])
  }
  const value = walk(whole)
  return { value, cuts }
}

/** `Array.isArray` does not tell readonly arrays from other objects. */
const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value)
