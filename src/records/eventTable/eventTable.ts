import type { EventColumns, WordColumn } from '#contract/columns.ts'
import type { EventId, NodeId } from '#contract/ids.ts'
import { isLive } from '#contract/words.ts'
import { believedDuration } from '#src/lib/believedDuration.ts'

/** A dictionary-encoded column: `words[at[row]]` is the word of a row. */
export type Words = { readonly words: readonly (string | null)[]; readonly at: Uint32Array }

/**
 * Which times of an event are known. `open`: started and still running. `backwards`: the end was recorded before the
 * start, by clocks that disagree, and is not used.
 */
export const SHAPES = ['none', 'point', 'span', 'open', 'backwards'] as const
export type Shape = (typeof SHAPES)[number]

/**
 * The events of one run or one node in execution order, as typed arrays: a row is a number. 100,000 events take about
 * 20 MB, and a window of them is found without touching the others.
 */
export type EventTable = {
  readonly size: number
  readonly event_id: readonly EventId[]
  /** The nodes that rows refer to, including null for rows without one, and each row's index among them. */
  readonly nodes: readonly (NodeId | null)[]
  readonly node: Uint32Array
  /** The row of the parent, -1 if it is not in the table. */
  readonly parent: Int32Array
  readonly event_type: Words
  readonly event_subtype: Words
  readonly status: Words
  readonly agent_name: Words
  readonly model: Words
  /** Microseconds since 1970, NaN if not recorded. `end` is never before `start`. */
  readonly start: Float64Array
  readonly end: Float64Array
  /** Index in `SHAPES`. */
  readonly shape: Uint8Array
  /** Milliseconds, NaN if unknown. */
  readonly duration: Float64Array
  /** As recorded; NaN if missing. */
  readonly order: Float64Array
  readonly depth: Float64Array
  readonly input_tokens: Float64Array
  readonly output_tokens: Float64Array
  /** US dollars. */
  readonly cost_usd: Float64Array
  readonly headline: readonly string[]
  /** 1 for an error. */
  readonly is_error: Uint8Array
}

export const shapeOf = (table: EventTable, row: number): Shape => SHAPES[table.shape[row] ?? 0] ?? 'none'
export const wordOf = (column: Words, row: number): string | null => column.words[column.at[row] ?? 0] ?? null
export const nodeOf = (table: EventTable, row: number): NodeId | null => table.nodes[table.node[row] ?? 0] ?? null
/** A number of a column; undefined if not recorded. */
export const known = (column: Float64Array, row: number): number | undefined => {
  const value = column[row]
  return value === undefined || Number.isNaN(value) ? undefined : value
}

/** The tokens of a row, in and out together; undefined if neither is recorded. */
export function tokensAt(table: EventTable, row: number): number | undefined {
  const [input, output] = [known(table.input_tokens, row), known(table.output_tokens, row)]
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0)
}

/** The time a row reports: the end for rows that report an end, the start for all others. */
export const toldAt = (table: EventTable, row: number): number | undefined =>
  known(wordOf(table.event_subtype, row) === 'complete' ? table.end : table.start, row)

/**
 * The same for `disagreements`. A row without an order index cannot be out of order, so it counts as having no time
 * (NaN).
 */
export const recordedAt = (table: EventTable, row: number): number =>
  Number.isNaN(table.order[row]) ? Number.NaN : (toldAt(table, row) ?? Number.NaN)

/** The row of an event; undefined if it is not in the table. Linear: use it for single lookups, such as a link. */
export function rowOf(table: EventTable, event_id: EventId | undefined): number | undefined {
  const row = event_id === undefined ? -1 : table.event_id.indexOf(event_id)
  return row < 0 ? undefined : row
}

/** Concatenates pages in the given order. O(rows). */
export function eventTable(pages: readonly EventColumns[]): EventTable {
  const size = pages.reduce((sum, page) => sum + page.event_id.length, 0)
  const numbers = (name: 'execution_order' | 'depth' | 'input_tokens' | 'output_tokens' | 'cost_usd') =>
    fill(new Float64Array(size), pages, (page) => page[name], Number.NaN)
  const nodes = mergeWords(
    size,
    pages.map((page) => ({ words: page.scopes.map((scope) => scope.node_id), at: page.scope_at })),
  )
  const words = (name: 'event_type' | 'event_subtype' | 'status' | 'agent_name' | 'model') =>
    mergeWords(
      size,
      pages.map((page) => page[name]),
    )
  const event_id = pages.flatMap((page) => page.event_id)
  const is_error = new Uint8Array(size)
  let offset = 0
  for (const page of pages) {
    for (const row of page.error_rows) is_error[offset + row] = 1
    offset += page.event_id.length
  }
  const status = words('status')
  return {
    size,
    event_id,
    nodes: nodes.words,
    node: nodes.at,
    parent: parents(pages, event_id),
    event_type: words('event_type'),
    event_subtype: words('event_subtype'),
    status,
    agent_name: words('agent_name'),
    model: words('model'),
    ...times(pages, status),
    order: numbers('execution_order'),
    depth: numbers('depth'),
    input_tokens: numbers('input_tokens'),
    output_tokens: numbers('output_tokens'),
    cost_usd: numbers('cost_usd'),
    headline: pages.flatMap((page) => page.headline),
    is_error,
  }
}

function fill<Out extends Float64Array | Int32Array>(
  out: Out,
  pages: readonly EventColumns[],
  column: (page: EventColumns) => readonly (number | null)[],
  missing: number,
): Out {
  let row = 0
  for (const page of pages) for (const value of column(page)) out[row++] = value ?? missing
  return out
}

function mergeWords<Word extends string | null>(
  size: number,
  columns: readonly { readonly words: readonly Word[]; readonly at: WordColumn['at'] }[],
): { readonly words: readonly Word[]; readonly at: Uint32Array } {
  const places = new Map<Word, number>()
  const at = new Uint32Array(size)
  let row = 0
  for (const column of columns) {
    const moved = column.words.map((word) => {
      const place = places.get(word) ?? places.size
      places.set(word, place)
      return place
    })
    for (const place of column.at) at[row++] = moved[place] ?? 0
  }
  return { words: [...places.keys()], at }
}

function parents(pages: readonly EventColumns[], ids: readonly EventId[]): Int32Array {
  const parent = new Int32Array(ids.length).fill(-1)
  // Only parents on another page are given by id, so the map is built only if there is one.
  let places: Map<EventId, number> | undefined
  let row = 0
  let offset = 0
  for (const page of pages) {
    for (const value of page.parent) {
      if (typeof value === 'number') parent[row] = offset + value
      else if (value !== null) {
        places ??= new Map(ids.map((id, place) => [id, place]))
        parent[row] = places.get(value) ?? -1
      }
      row++
    }
    offset += page.event_id.length
  }
  return parent
}

function times(pages: readonly EventColumns[], status: Words) {
  const size = status.at.length
  const start = fill(new Float64Array(size), pages, (page) => page.started_us, Number.NaN)
  const end = fill(new Float64Array(size), pages, (page) => page.completed_us, Number.NaN)
  const duration = fill(new Float64Array(size), pages, (page) => page.duration_ms, Number.NaN)
  const shape = new Uint8Array(size)
  const live = status.words.map((word) => isLive(word ?? ''))
  for (let row = 0; row < size; row++) {
    const lasted = believedDuration(known(duration, row) ?? null)
    const began = known(start, row)
    const ended = known(end, row)
    const from = began ?? (ended === undefined ? undefined : ended - Math.round((lasted ?? 0) * 1000))
    const to = ended ?? (lasted === undefined || began === undefined ? undefined : began + Math.round(lasted * 1000))
    const kind = kindOf(from, to, live[status.at[row] ?? 0] === true)
    shape[row] = SHAPES.indexOf(kind)
    start[row] = from ?? Number.NaN
    end[row] = kind === 'span' ? (to ?? Number.NaN) : (from ?? Number.NaN)
    // As recorded, or else the difference of the two times; unknown if the clocks disagree.
    if (kind === 'backwards') duration[row] = Number.NaN
    else if (lasted === undefined)
      duration[row] = kind === 'span' && to !== undefined ? (to - (from ?? to)) / 1000 : Number.NaN
  }
  return { start, end, duration, shape }
}

function kindOf(from: number | undefined, to: number | undefined, isGoingOn: boolean): Shape {
  if (from === undefined) return 'none'
  if (to === undefined) return isGoingOn ? 'open' : 'point'
  return to < from ? 'backwards' : to === from ? 'point' : 'span'
}
