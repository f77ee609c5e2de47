import type { EventFilter, EventOrder } from '#src/lib/eventFilter.ts'
import type { EventId } from '#contract/ids.ts'
import { known, tokensAt, type EventTable } from '../eventTable/eventTable.ts'
import { isFiltered, matchingRows } from './eventFilter.ts'

/** `none`: has no children among the visible rows. */
const FOLDS = ['none', 'open', 'closed'] as const
export type Fold = (typeof FOLDS)[number]

/** A greater recorded depth is a writer's mistake, and only means "deep". */
const RECORDED_DEPTH_MAX = 1000

/** The rows of a list from top to bottom: for each place, a row of the table and how it is displayed. */
export type VisibleEvents = {
  readonly size: number
  /** The table's row at each place. */
  readonly row: Uint32Array
  /** Indentation level, from 0. */
  readonly depth: Uint32Array
  /** Index in `FOLDS`. */
  readonly fold: Uint8Array
  /** For each row of the table, its place, or -1 if it is not visible. */
  readonly place: Int32Array
  /**
   * For each row of the table, 1 if it matches the filter. Other rows are visible only as ancestors of matching ones.
   */
  readonly matches: Uint8Array
  /** Number of matching rows, including collapsed ones. */
  readonly matchCount: number
}

export const foldAt = (events: VisibleEvents, place: number): Fold => FOLDS[events.fold[place] ?? 0] ?? 'none'

/**
 * The rows that a list shows. Sorted: the matching rows, largest first, those without a value last. Flat: the matching
 * rows in execution order. Nested: those and their ancestors, parents
 * before their children, siblings in execution order, without descendants of collapsed rows. An event whose parent is
 * not in the table is shown at its recorded depth; depths are shifted so that the outermost is 0. Every event occurs
 * at most once, even if parents form a cycle, which is entered at its first event. Not recursive, because chains may
 * be thousands deep. O(rows), sorted O(rows · log rows).
 */
export function visibleEvents(table: EventTable, filter: EventFilter, folded: ReadonlySet<EventId>): VisibleEvents {
  const matches = matchingRows(table, filter)
  const shown =
    filter.order !== 'recorded'
      ? sorted(table, flat(matches), filter.order)
      : filter.shape === 'nested'
        ? nested(table, withAncestors(table, filter, matches), folded)
        : flat(matches)
  const place = new Int32Array(table.size).fill(-1)
  for (const [at, row] of shown.row.entries()) place[row] = at
  let matchCount = 0
  for (const match of matches) matchCount += match
  return { ...shown, size: shown.row.length, place, matches, matchCount }
}

type Shown = Pick<VisibleEvents, 'row' | 'depth' | 'fold'>

function flat(matches: Uint8Array): Shown {
  const row = new Uint32Array(matches.length)
  let size = 0
  for (let each = 0; each < matches.length; each++) if (matches[each] === 1) row[size++] = each
  return { row: row.subarray(0, size), depth: new Uint32Array(size), fold: new Uint8Array(size) }
}

/** The figure that each order sorts by; undefined if it is not recorded. */
const FIGURE: Readonly<
  Record<Exclude<EventOrder, 'recorded'>, (table: EventTable, row: number) => number | undefined>
> = {
  duration: (table, row) => known(table.duration, row),
  tokens: tokensAt,
  cost: (table, row) => known(table.cost_usd, row),
}

function sorted(table: EventTable, shown: Shown, order: Exclude<EventOrder, 'recorded'>): Shown {
  const figures = new Float64Array(table.size)
  for (const row of shown.row) figures[row] = FIGURE[order](table, row) ?? -1
  return { ...shown, row: shown.row.toSorted((a, b) => (figures[b] ?? 0) - (figures[a] ?? 0) || a - b) }
}

function withAncestors(table: EventTable, filter: EventFilter, matches: Uint8Array): Uint8Array {
  if (!isFiltered(filter)) return matches
  const kept = Uint8Array.from(matches)
  for (let row = 0; row < table.size; row++) {
    if (matches[row] === 0) continue
    // A row that is already kept has its ancestors kept, or will in its own turn, so no row is visited twice.
    for (let up = table.parent[row] ?? -1; up >= 0 && kept[up] === 0; up = table.parent[up] ?? -1) kept[up] = 1
  }
  return kept
}

function nested(table: EventTable, kept: Uint8Array, folded: ReadonlySet<EventId>): Shown {
  const { size } = table
  const { first, next, roots } = forest(table, kept)
  const shown = { row: new Uint32Array(size), depth: new Uint32Array(size), fold: new Uint8Array(size) }
  const seen = new Uint8Array(size)
  const hidden = new Uint8Array(size)
  const depth = new Uint32Array(size)
  const stack: number[] = []
  let count = 0

  const walk = (root: number, rootDepth: number) => {
    depth[root] = rootDepth
    stack.push(root)
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (seen[row] === 1) continue
      seen[row] = 1
      const base = stack.length
      for (let child = first[row] ?? -1; child >= 0; child = next[child] ?? -1) if (seen[child] === 0) stack.push(child)
      const hasChildren = stack.length > base
      const isFolded = hasChildren && folded.size > 0 && folded.has(idAt(table, row))
      // Collapsed rows are walked too, or their descendants would reappear below as if they were unreachable.
      for (let at = base; at < stack.length; at++) {
        const child = stack[at] ?? 0
        depth[child] = (depth[row] ?? 0) + 1
        if (isFolded || hidden[row] === 1) hidden[child] = 1
      }
      reverseFrom(stack, base)
      if (hidden[row] === 1) continue
      shown.row[count] = row
      shown.depth[count] = depth[row] ?? 0
      shown.fold[count] = FOLDS.indexOf(hasChildren ? (isFolded ? 'closed' : 'open') : 'none')
      count++
    }
  }

  const outermost = roots.reduce((least, root) => Math.min(least, recordedDepth(table, root)), Infinity)
  for (const root of roots) walk(root, recordedDepth(table, root) - outermost)
  // Rows not reachable from a root are on a cycle or below one.
  for (let row = 0; row < size; row++) if (kept[row] === 1 && seen[row] === 0) walk(row, 0)
  return {
    row: shown.row.subarray(0, count),
    depth: shown.depth.subarray(0, count),
    fold: shown.fold.subarray(0, count),
  }
}

/** The first child and next sibling of each row, and the rows without a parent; -1 means none. */
function forest(table: EventTable, kept: Uint8Array) {
  const first = new Int32Array(table.size).fill(-1)
  const next = new Int32Array(table.size).fill(-1)
  const roots: number[] = []
  // In reverse, so that siblings end up in table order.
  for (let row = table.size - 1; row >= 0; row--) {
    if (kept[row] === 0) continue
    const parent = table.parent[row] ?? -1
    if (parent < 0) roots.push(row)
    else {
      next[row] = first[parent] ?? -1
      first[parent] = row
    }
  }
  return { first, next, roots: roots.reverse() }
}

/** Pushes the last child first, so that the first is popped first. */
function reverseFrom(stack: number[], base: number): void {
  for (let low = base, high = stack.length - 1; low < high; low++, high--) {
    const moved = stack[low] ?? 0
    stack[low] = stack[high] ?? 0
    stack[high] = moved
  }
}

const recordedDepth = (table: EventTable, row: number): number =>
  Math.min(RECORDED_DEPTH_MAX, Math.max(0, known(table.depth, row) ?? 0))

function idAt(table: EventTable, row: number): EventId {
  const event_id = table.event_id[row]
  if (event_id === undefined) throw new Error(`the table has no row ${row}`)
  return event_id
}
