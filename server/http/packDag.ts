import { type DagColumns, isNearMoment, type PackedMoment, type PackedWords } from '#contract/dagColumns.ts'
import type { Cut } from '#contract/cuts.ts'
import type { NodeId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import type { DagReply } from '#contract/scoped.ts'
import { microsecondsOf, type Timestamp } from '#contract/timestamps.ts'

/** Converts a graph into columns, which `unpackDag` of the contract reverses. O(rows). */
export function packDag({
  scope,
  topology_hash,
  nodes,
  edges,
  events_without_node,
  unplaced_messages,
}: DagReply): DagColumns {
  const places = new Map<NodeId, number>()
  nodes.forEach((node, place) => places.set(node.node_id, place))
  return {
    scope,
    topology_hash,
    node_columns: packNodes(nodes, places),
    edge_columns: packEdges(edges, places),
    events_without_node,
    unplaced_messages,
  }
}

type Places = ReadonlyMap<NodeId, number>

function packNodes(nodes: DagReply['nodes'], places: Places): DagColumns['node_columns'] {
  let order = 0
  const orderStep = (index: number | null) => {
    if (index === null) return null
    const step = index - order
    order = index
    return step
  }
  const pack = momentPacker()
  const [started_at, first_event_at, last_event_at, completed_at] = [moments(), moments(), moments(), moments()]
  for (const node of nodes) {
    started_at.push(pack(node.started_at))
    first_event_at.push(pack(node.first_event_at))
    last_event_at.push(pack(node.last_event_at))
    completed_at.push(pack(node.completed_at))
  }
  return {
    run_id: packWords(nodes.map((node) => node.run_id)),
    node_id: nodes.map((node) => node.node_id),
    node_type: packWords(nodes.map((node) => node.node_type)),
    label: packWords(nodes.map((node) => node.label)),
    agent: packWords(nodes.map((node) => node.agent)),
    status: packWords(nodes.map((node) => node.status)),
    order_index: nodes.map((node) => orderStep(node.order_index)),
    parent: nodes.map(({ parent_node_id: id }) => (id === null ? null : (places.get(id) ?? id))),
    origin: packWords(nodes.map((node) => node.origin)),
    meta: packMetas(nodes.map((node) => node.meta)),
    started_at,
    first_event_at,
    last_event_at,
    completed_at,
    event_count: nodes.map((node) => node.event_count),
    error_count: nodes.map((node) => node.error_count),
    file_count: nodes.map((node) => node.file_count),
    message_count: nodes.map((node) => node.message_count),
    input_tokens: nodes.map((node) => node.input_tokens),
    output_tokens: nodes.map((node) => node.output_tokens),
    cost_usd: nodes.map((node) => node.cost_usd),
    cut: packCuts(nodes),
  }
}

function packEdges(edges: DagReply['edges'], places: Places): DagColumns['edge_columns'] {
  const from: (number | NodeId)[] = []
  const to: (number | NodeId)[] = []
  let latest = 0
  for (const { from_node_id, to_node_id } of edges) {
    const start = places.get(from_node_id)
    from.push(start === undefined ? from_node_id : start - latest)
    latest = start ?? latest
    const end = places.get(to_node_id)
    to.push(end === undefined ? to_node_id : end - latest)
  }
  return {
    run_id: packWords(edges.map((edge) => edge.run_id)),
    from,
    to,
    dependency_type: packWords(edges.map((edge) => edge.dependency_type)),
    condition: packWords(edges.map((edge) => edge.condition)),
    origin: packWords(edges.map((edge) => edge.origin)),
    message_count: edges.map((edge) => edge.message_count),
    cut: packCuts(edges),
  }
}

function packWords<Value>(values: readonly Value[]): PackedWords<Value> {
  return packBy(values, (value) => value)
}

/** Values with the same JSON text are stored once. Nearly all are empty, which is detected without serializing them. */
const packMetas = (metas: readonly JsonObject[]): PackedWords<JsonObject> =>
  packBy(metas, (meta) => {
    for (const _ in meta) return JSON.stringify(meta)
    return '{}'
  })

function packBy<Value>(values: readonly Value[], keyOf: (value: Value) => unknown): PackedWords<Value> {
  const places = new Map<unknown, number>()
  const words: Value[] = []
  const at = values.map((value) => {
    const key = keyOf(value)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, words.length)
    return words.push(value) - 1
  })
  return { words, at: words.length === 1 || words.length === values.length ? [] : at }
}

const moments = (): (PackedMoment | null)[] => []

function momentPacker(): (moment: Timestamp | null) => PackedMoment | null {
  let latest = { us: 0, moment: '' }
  return (moment) => {
    if (moment === null || !isNearMoment(moment)) return moment
    if (moment === latest.moment) return 0
    const us = microsecondsOf(moment)
    const step = us - latest.us
    latest = { us, moment }
    return step
  }
}

function packCuts(rows: readonly { readonly cut?: Cut }[]) {
  const cuts: { row: number; cut: Record<string, number> }[] = []
  rows.forEach(({ cut }, row) => cut && cuts.push({ row, cut: { ...cut } }))
  return cuts
}
