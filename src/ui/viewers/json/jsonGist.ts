import type { JsonValue } from '#contract/json.ts'
import { clipText } from '../text/clipText.ts'
import { isContainer, isList, namesOf } from './jsonContainer.ts'

/** Replaces the omitted rest. */
const MORE = '…'

/**
 * The beginning of a value on one line, `{ id: 3, tags: ["a", …] }`, of about `budget` characters. Reads no more of
 * the value than it writes.
 */
export function jsonGist(value: JsonValue, budget: number): string {
  let left = budget
  const put = (text: string): string => {
    left -= text.length
    return text
  }
  const write = (each: JsonValue): string => {
    if (typeof each === 'string') {
      const shown = clipText(each, { chars: Math.max(8, left), lines: Infinity })
      return put(JSON.stringify(shown) + (shown.length < each.length ? MORE : ''))
    }
    if (!isContainer(each)) return put(String(each))
    const parts: string[] = []
    if (isList(each)) {
      for (const item of each) {
        if (left <= 0) break
        parts.push(write(item))
      }
      return `[${parts.join(', ')}${rest(each.length - parts.length)}]`
    }
    const names = namesOf(each)
    for (const name of names) {
      if (left <= 0) break
      const shown = clipText(name, { chars: 40, lines: 1 })
      parts.push(`${put(shown.length < name.length ? shown + MORE : name)}: ${write(each[name] ?? null)}`)
    }
    return parts.length === 0 && names.length === 0
      ? '{}'
      : `{ ${parts.join(', ')}${rest(names.length - parts.length)} }`
  }
  return write(value)
}

const rest = (count: number): string => (count > 0 ? `, ${MORE}` : '')
