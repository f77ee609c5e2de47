import type { DagColumns, PackedMoment, PackedWords } from './dagColumns.ts'
import type { NodeId } from './ids.ts'
import type { DagReply } from './scoped.ts'
import { millisecondsBetween, type Timestamp, timestampOf } from './timestamps.ts'

/** Unpacks the graph from its columns; undefined if they are inconsistent. O(rows). */
export function unpackDag(columns: DagColumns): DagReply | undefined {
  const { scope, topology_hash, events_without_node, unplaced_messages, node_columns, edge_columns } = columns
  try {
    const nodes = nodesIn(node_columns)
    const edges = edgesIn(edge_columns, node_columns.node_id)
    return { scope, topology_hash, nodes, edges, events_without_node, unplaced_messages }
  } catch (error) {
    if (error instanceof MisfitError) return undefined
    throw error
  }
}

/** A column has the wrong length, or an index is out of range. */
class MisfitError extends Error {}

function nodesIn(columns: DagColumns['node_columns']): DagReply['nodes'] {
  const { node_id } = columns
  const rows = node_id.length
  const wordsOf = readerOf(columns, rows)
  const cutOf = cutsIn(columns.cut, rows)
  const [run_id, node_type, label] = [wordsOf(columns.run_id), wordsOf(columns.node_type), wordsOf(columns.label)]
  const [agent, status] = [wordsOf(columns.agent), wordsOf(columns.status)]
  const [origin, meta] = [wordsOf(columns.origin), wordsOf(columns.meta)]
  let order = 0
  const moment = momentReader()
  return node_id.map((id, row) => {
    const step = at(columns.order_index, row)
    const parent = at(columns.parent, row)
    const started_at = moment(at(columns.started_at, row))
    const first_event_at = moment(at(columns.first_event_at, row))
    const last_event_at = moment(at(columns.last_event_at, row))
    const completed_at = moment(at(columns.completed_at, row))
    const [start, end] = [started_at ?? first_event_at, completed_at ?? last_event_at]
    const node = {
      run_id: run_id(row),
      node_id: id,
      node_type: node_type(row),
      label: label(row),
      agent: agent(row),
      status: status(row),
      order_index: step === null ? null : (order += step),
      parent_node_id: typeof parent === 'number' ? at(node_id, parent) : parent,
      started_at,
      completed_at,
      origin: origin(row),
      meta: meta(row),
      event_count: at(columns.event_count, row),
      error_count: at(columns.error_count, row),
      file_count: at(columns.file_count, row),
      message_count: at(columns.message_count, row),
      input_tokens: at(columns.input_tokens, row),
      output_tokens: at(columns.output_tokens, row),
      cost_usd: at(columns.cost_usd, row),
      first_event_at,
      last_event_at,
      duration_ms: start === null || end === null ? null : millisecondsBetween(start, end),
    }
    const cut = cutOf.get(row)
    return cut ? { ...node, cut } : node
  })
}

function edgesIn(columns: DagColumns['edge_columns'], node_id: readonly NodeId[]): DagReply['edges'] {
  const rows = columns.from.length
  const wordsOf = readerOf(columns, rows)
  const cutOf = cutsIn(columns.cut, rows)
  const [run_id, origin] = [wordsOf(columns.run_id), wordsOf(columns.origin)]
  const [dependency_type, condition] = [wordsOf(columns.dependency_type), wordsOf(columns.condition)]
  let place = 0
  return columns.from.map((from, row) => {
    const to = at(columns.to, row)
    if (typeof from === 'number') place += from
    const edge = {
      run_id: run_id(row),
      from_node_id: typeof from === 'number' ? at(node_id, place) : from,
      to_node_id: typeof to === 'number' ? at(node_id, place + to) : to,
      dependency_type: dependency_type(row),
      condition: condition(row),
      origin: origin(row),
      message_count: at(columns.message_count, row),
    }
    const cut = cutOf.get(row)
    return cut ? { ...edge, cut } : edge
  })
}

/** Checks that all columns have the same number of rows, and resolves columns of words. */
function readerOf(columns: object, rows: number) {
  for (const [name, column] of Object.entries(columns))
    if (name !== 'cut' && Array.isArray(column) && column.length !== rows) throw new MisfitError()
  return <Value>({ words, at: places }: PackedWords<Value>): ((row: number) => Value) => {
    if (places.length === rows && rows > 0) return (row) => at(words, at(places, row))
    if (places.length > 0 || (words.length !== 1 && words.length !== rows)) throw new MisfitError()
    return words.length === rows ? (row) => at(words, row) : () => at(words, 0)
  }
}

function cutsIn<Cut>(cuts: readonly { readonly row: number; readonly cut: Cut }[], rows: number): Map<number, Cut> {
  if (cuts.some(({ row }) => row >= rows)) throw new MisfitError()
  return new Map(cuts.map(({ row, cut }) => [row, cut]))
}

function momentReader(): (packed: PackedMoment | null) => Timestamp | null {
  let latest = { us: 0, moment: timestampOf(0) }
  return (packed) => {
    if (typeof packed !== 'number') return packed
    // Most times repeat the previous one: one node starts where another ends.
    if (packed !== 0) latest = { us: latest.us + packed, moment: timestampOf(latest.us + packed) }
    return latest.moment
  }
}

function at<Value>(values: readonly Value[], place: number): Value {
  const value = values[place]
  if (value === undefined) throw new MisfitError()
  return value
}
