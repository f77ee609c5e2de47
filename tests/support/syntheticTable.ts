import type { EventColumns } from '#contract/columns.ts'
import { EventId, NodeId } from '#contract/ids.ts'
import { eventTable, type EventTable } from '#src/records/eventTable/eventTable.ts'

const RUN = '00000000-0000-4000-8000-000000000000'
/** 20 January 2026, 10:00 UTC. */
const START = 1_768_903_200_000_000

/** An event table of any size, straight in columns: nodes follow each other, each with calls within calls; one event of fifty is an error. */
export function syntheticTable({ nodes, events }: { readonly nodes: number; readonly events: number }): EventTable {
  const each = Math.ceil(events / nodes)
  const rows = Array.from({ length: events }, (_, row) => row)
  const node = rows.map((row) => Math.floor(row / each))
  const started = rows.map((row) => START + Math.floor(row / each) * 1_000_000 + (row % each) * 9000)
  const word = { words: ['completed'], at: rows.map(() => 0) }
  const none = { words: [null], at: rows.map(() => 0) }
  const columns: EventColumns = {
    event_id: rows.map((row) => EventId.parse(`e${row}`)),
    scopes: Array.from({ length: nodes }, (_, at) => ({
      run_id: RUN as EventColumns['scopes'][number]['run_id'],
      node_id: NodeId.parse(`n${at}`),
    })),
    scope_at: node,
    parent: rows.map((row) => (row % each === 0 || row % 3 === 0 ? null : row - 1)),
    event_type: word,
    event_subtype: none,
    status: word,
    agent_name: none,
    model: none,
    started_us: started,
    completed_us: started.map((start, row) => start + (row % 5 === 0 ? 30_000 : 4000)),
    duration_ms: rows.map(() => null),
    execution_order: rows,
    depth: rows.map(() => null),
    input_tokens: rows.map(() => null),
    output_tokens: rows.map(() => null),
    cost_usd: rows.map(() => null),
    headline: rows.map(() => 'something was done'),
    error_rows: rows.filter((row) => row % 50 === 7),
  }
  return eventTable([columns])
}
