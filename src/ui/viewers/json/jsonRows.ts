import { isContainer, isList, namesOf, type JsonContainer } from './jsonContainer.ts'
import type { JsonValue } from '#contract/json.ts'
import { ROWS_MAX } from '../text/textRows.ts'

/** One member of an object or a list, as a row of the tree. */
export type JsonRow = {
  /** Unique per member and container, and stable when its row moves. */
  readonly key: number
  /** Its key in an object, its index in a list. */
  readonly name: string | number
  readonly value: JsonValue
  /** From 0, the members of the root. */
  readonly depth: number
  /** The row of its container; -1 for the root, which has no row. */
  readonly parent: number
  /** Its position among the members of its container, from 1, and the number of members. */
  readonly place: number
  readonly siblings: number
}

export type JsonRows = {
  readonly count: number
  /** Whether the row limit was reached. */
  readonly isCut: boolean
  readonly at: (index: number) => JsonRow | undefined
  /** The key of an existing row, without building the row. */
  readonly keyAt: (index: number) => number
  readonly indexOf: (key: number) => number | undefined
}

/** Maximum number of members per container that keys can distinguish. */
const PLACES = 2 ** 24

/** Numbers containers in order of first use. By identity: a parsed value contains none twice. */
export function containerNumbers(): (container: JsonContainer) => number {
  const numbers = new WeakMap<JsonContainer, number>()
  let next = 0
  return (container) => {
    const known = numbers.get(container)
    if (known !== undefined) return known
    numbers.set(container, next)
    return next++
  }
}

/** Consecutive members of one container, with nothing expanded in between. */
type Stretch = {
  readonly container: JsonContainer
  readonly number: number
  /** Its first row and first member. */
  readonly row: number
  readonly member: number
  readonly depth: number
  readonly parent: number
}

/**
 * The rows of a tree: the root's members, with the members of each expanded container below it. A list of 300,000
 * numbers is one segment, and a row is built when it is rendered. Collapsed values are not visited. Depth is limited
 * where JSON enters the system, so recursion is safe.
 */
export function jsonRows(
  root: JsonContainer,
  opened: ReadonlySet<JsonContainer>,
  numberOf: (container: JsonContainer) => number,
  rowsMax = ROWS_MAX,
): JsonRows {
  const stretches: Stretch[] = []
  let count = 0
  const walk = (container: JsonContainer, depth: number, parent: number) => {
    const members = memberValues(container)
    const number = numberOf(container)
    let from = 0
    const close = (until: number) => {
      if (until > from) stretches.push({ container, number, row: count, member: from, depth, parent })
      count += until - from
      from = until
    }
    for (const [i, value] of opened.size === 0 ? [] : members.entries()) {
      if (!isContainer(value) || !opened.has(value)) continue
      close(i + 1)
      if (count >= rowsMax) return
      walk(value, depth + 1, count - 1)
      if (count >= rowsMax) return
    }
    close(members.length)
  }
  walk(root, 0, -1)

  const stretchAt = (index: number): Stretch | undefined => {
    let low = 0
    let high = stretches.length
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if ((stretches[middle]?.row ?? 0) <= index) low = middle
      else high = middle
    }
    return stretches[low]
  }
  const shown = Math.min(count, rowsMax)
  return {
    count: shown,
    isCut: count >= rowsMax,
    at(index) {
      const stretch = index >= 0 && index < shown ? stretchAt(index) : undefined
      if (!stretch) return undefined
      const { container, number, depth, parent } = stretch
      const member = stretch.member + index - stretch.row
      const names = isList(container) ? undefined : namesOf(container)
      return {
        key: number * PLACES + member,
        name: names?.[member] ?? member,
        value: memberValues(container)[member] ?? null,
        depth,
        parent,
        place: member + 1,
        siblings: memberValues(container).length,
      }
    },
    keyAt(index) {
      const stretch = stretchAt(index)
      return stretch ? stretch.number * PLACES + stretch.member + index - stretch.row : -1
    },
    indexOf(key) {
      const number = Math.floor(key / PLACES)
      const member = key % PLACES
      const stretch = stretches.findLast((each) => each.number === number && each.member <= member)
      return stretch && stretch.row + member - stretch.member
    },
  }
}

const NAME = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u

/** The path to a row's value as in code: `items[3].name`, `["a b"]`. */
export function pathOf(rows: JsonRows, index: number): string {
  const row = rows.at(index)
  if (!row) return ''
  const before = pathOf(rows, row.parent)
  if (typeof row.name === 'number') return `${before}[${row.name}]`
  if (!NAME.test(row.name)) return `${before}[${JSON.stringify(row.name)}]`
  return before === '' ? row.name : `${before}.${row.name}`
}

/** Cached values of visited objects: collecting those of a large one again for each row would take seconds. */
const gathered = new WeakMap<JsonContainer, readonly JsonValue[]>()

function memberValues(container: JsonContainer): readonly JsonValue[] {
  if (isList(container)) return container
  const known = gathered.get(container)
  if (known) return known
  const values = Object.values(container)
  gathered.set(container, values)
  return values
}
