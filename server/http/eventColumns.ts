import type { EventColumns, RowScope, WordColumn } from '#contract/columns.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { EventBrief } from '#server/store/ports/events.ts'

/**
 * Converts rows into columns: words and scopes once each, in order of first occurrence, and parents as row numbers.
 * O(rows).
 */
export function eventColumns(rows: readonly EventBrief[]): EventColumns {
  const places = new Map<EventId, number>(rows.map((row, place) => [row.event_id, place]))
  const placeOrId = (id: EventId | null): number | EventId | null => (id === null ? null : (places.get(id) ?? id))
  return {
    event_id: rows.map((row) => row.event_id),
    ...scopeColumns(rows),
    parent: rows.map((row) => placeOrId(row.parent_event_id)),
    event_type: wordColumn(rows.map((row) => row.event_type)),
    event_subtype: wordColumn(rows.map((row) => row.event_subtype)),
    status: wordColumn(rows.map((row) => row.status)),
    agent_name: wordColumn(rows.map((row) => row.agent_name)),
    model: wordColumn(rows.map((row) => row.model)),
    started_us: rows.map((row) => row.started_us),
    completed_us: rows.map((row) => row.completed_us),
    duration_ms: rows.map((row) => row.duration_ms),
    execution_order: rows.map((row) => row.execution_order),
    depth: rows.map((row) => row.depth),
    input_tokens: rows.map((row) => row.input_tokens),
    output_tokens: rows.map((row) => row.output_tokens),
    cost_usd: rows.map((row) => row.cost_usd),
    headline: rows.map((row) => row.headline),
    error_rows: rows.flatMap((row, place) => (row.is_error ? [place] : [])),
  }
}

function wordColumn(values: readonly (string | null)[]): WordColumn {
  const places = new Map<string | null, number>()
  const at = values.map((value) => placeOf(places, value))
  return { words: [...places.keys()], at }
}

/** Scopes are keyed by run and node separately: joined into one text, two pairs could be equal. */
function scopeColumns(rows: readonly EventBrief[]): Pick<EventColumns, 'scopes' | 'scope_at'> {
  const runs = new Map<RunId, Map<NodeId | null, number>>()
  const scopes: RowScope[] = []
  const scope_at = rows.map(({ run_id, node_id }) => {
    const nodes = runs.get(run_id) ?? new Map<NodeId | null, number>()
    runs.set(run_id, nodes)
    const known = nodes.get(node_id)
    if (known !== undefined) return known
    nodes.set(node_id, scopes.length)
    return scopes.push({ run_id, node_id }) - 1
  })
  return { scopes, scope_at }
}

/** The index of a value among those seen so far; a new value is appended. */
function placeOf<Value>(places: Map<Value, number>, value: Value): number {
  const known = places.get(value)
  if (known !== undefined) return known
  const place = places.size
  places.set(value, place)
  return place
}
