import type { EventColumns } from '#contract/columns.ts'
import type { EventId } from '#contract/ids.ts'
import { eventTable, known, type EventTable, type Words } from './eventTable.ts'

/**
 * Merges the pages of a truncated list: its parts overlap and are not contiguous, so each event is kept once, in
 * execution order.
 */
export function joinColumns(pages: readonly EventColumns[]): EventTable {
  const all = eventTable(pages)
  const seen = new Set<EventId>()
  const rows: number[] = []
  for (const [row, event_id] of all.event_id.entries()) {
    if (seen.has(event_id)) continue
    seen.add(event_id)
    rows.push(row)
  }
  const order = (row: number) => known(all.order, row) ?? Infinity
  const start = (row: number) => known(all.start, row) ?? Infinity
  const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1)
  rows.sort(
    (a, b) =>
      compare(order(a), order(b)) ||
      compare(start(a), start(b)) ||
      ((all.event_id[a] ?? '') < (all.event_id[b] ?? '') ? -1 : 1),
  )
  return pickRows(all, rows)
}

/** A table of only these rows, in this order. */
export function pickRows(table: EventTable, rows: readonly number[]): EventTable {
  const places = new Int32Array(table.size).fill(-1)
  for (const [place, row] of rows.entries()) places[row] = place
  const numbers = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] ?? Number.NaN)
  const words = (column: Words): Words => ({
    words: column.words,
    at: Uint32Array.from(rows, (row) => column.at[row] ?? 0),
  })
  return {
    size: rows.length,
    event_id: rows.flatMap((row) => table.event_id[row] ?? []),
    nodes: table.nodes,
    node: Uint32Array.from(rows, (row) => table.node[row] ?? 0),
    parent: Int32Array.from(rows, (row) => places[table.parent[row] ?? -1] ?? -1),
    event_type: words(table.event_type),
    event_subtype: words(table.event_subtype),
    status: words(table.status),
    agent_name: words(table.agent_name),
    model: words(table.model),
    start: numbers(table.start),
    end: numbers(table.end),
    shape: Uint8Array.from(rows, (row) => table.shape[row] ?? 0),
    duration: numbers(table.duration),
    order: numbers(table.order),
    depth: numbers(table.depth),
    input_tokens: numbers(table.input_tokens),
    output_tokens: numbers(table.output_tokens),
    cost_usd: numbers(table.cost_usd),
    headline: rows.map((row) => table.headline[row] ?? ''),
    is_error: Uint8Array.from(rows, (row) => table.is_error[row] ?? 0),
  }
}
