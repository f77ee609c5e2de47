import type { DAGEdge, DAGNode } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import type { UnplacedMessages } from '#contract/summaries.ts'
import type { MessageFlow } from '#server/store/ports/messages.ts'

/*
 * Which edge a message belongs to. Messages name agents, but edges connect nodes, so these rules apply:
 *
 * - A node is named by its id, its label or its agent, as exact text. An empty text names nothing.
 * - A message fits an edge if its sender names one end and its recipient the other. If it was recorded at a node, that
 *   node must be one of the ends, because one agent often works at many nodes.
 * - Of the edges that it fits, a message belongs to the one that fits best: whose ends are named most exactly (by an id,
 *   else a label, else an agent), whose ends ran, and that leads from the sender to the recipient.
 * - If several fit equally well, or none does, the message belongs to no edge. It is counted where it was recorded.
 */
type End = Pick<DAGNode, 'node_id' | 'label' | 'agent' | 'status'>
type Edge = Pick<DAGEdge, 'from_node_id' | 'to_node_id'>
type CountedFlow = MessageFlow & { readonly count: number }

/**
 * The number of messages on each edge of one run, in the given order, and the messages on none. Both together are all
 * messages of the flows.
 */
export function countMessages(
  nodes: readonly End[],
  edges: readonly Edge[],
  flows: readonly CountedFlow[],
): { readonly byEdge: readonly number[]; readonly unplaced: UnplacedMessages } {
  const byEdge = edges.map(() => 0)
  const unplaced = new Map<NodeId | null, number>()
  const places = placeFlows(nodes, edges, flows)
  flows.forEach(({ node_id, count }, at) => {
    const edge = places[at]
    if (edge === undefined) unplaced.set(node_id, (unplaced.get(node_id) ?? 0) + count)
    else byEdge[edge] = (byEdge[edge] ?? 0) + count
  })
  return { byEdge, unplaced: [...unplaced].map(([node_id, count]) => ({ node_id, count })) }
}

/**
 * The flows whose messages belong to one edge of a run, named by its ends. If there is no such edge, those of the edge in
 * the other direction; if there is none either, those that an edge between the two nodes would have.
 */
export function flowsOfEdge<Flow extends MessageFlow>(
  { from_node_id, to_node_id }: Edge,
  nodes: readonly End[],
  edges: readonly Edge[],
  flows: readonly Flow[],
): readonly Flow[] {
  const indexOf = (from: NodeId, to: NodeId) =>
    edges.findIndex((edge) => edge.from_node_id === from && edge.to_node_id === to)
  const forward = indexOf(from_node_id, to_node_id)
  const found = forward < 0 ? indexOf(to_node_id, from_node_id) : forward
  const among = found < 0 ? [...edges, { from_node_id, to_node_id }] : edges
  const places = placeFlows(nodes, among, flows)
  const asked = found < 0 ? edges.length : found
  return flows.filter((_, at) => places[at] === asked)
}

const UNRUN: ReadonlySet<string> = new Set(['skipped', 'pending'])

/**
 * The index of the edge that each flow belongs to, undefined for none. O(nodes + edges + flows) where few edges share both
 * names of a flow.
 */
function placeFlows(
  nodes: readonly End[],
  edges: readonly Edge[],
  flows: readonly MessageFlow[],
): readonly (number | undefined)[] {
  const index = new FlowIndex(flows)
  const ends = new Map(
    nodes.map((node) => [node.node_id, { names: index.namesOf(node), ran: !UNRUN.has(node.status) }]),
  )
  edges.forEach(({ from_node_id, to_node_id }, edge) => {
    const [from, to] = [ends.get(from_node_id), ends.get(to_node_id)]
    if (!from || !to) return
    const places = new Set([null, from_node_id, to_node_id])
    const unrun = from.ran && to.ran ? 0 : 2
    for (const one of from.names)
      for (const other of to.names) {
        const rank = (one.exactness + other.exactness) * 4 + unrun
        index.add(one.number, other.number, places, { edge, rank })
        index.add(other.number, one.number, places, { edge, rank: rank + 1 })
      }
  })
  return flows.map((flow) => bestOf(index.fitting(flow)))
}

/** An edge that a flow fits; a lower rank fits better. */
type Fit = { readonly edge: number; readonly rank: number }

/** The edge that fits best. Undefined if several do: which one the messages went along is not recorded. */
function bestOf(fits: readonly Fit[]): number | undefined {
  let best: number | undefined
  let bestRank = Infinity
  for (const { edge, rank } of fits) {
    if (rank > bestRank) continue
    if (edge !== best) best = rank === bestRank ? undefined : edge
    bestRank = rank
  }
  return best
}

/** `exactness`: 0 if the name is the id of its node, 1 if its label, 2 if its agent. */
type Name = { readonly number: number; readonly exactness: number }

/**
 * The edges that each flow fits, by sender, recipient and node. Texts are mapped to numbers, so that a pair of names is one
 * number and quick to look up; names and pairs that no flow has are not kept.
 */
class FlowIndex {
  readonly #numbers = new Map<string, number>()
  readonly #fits = new Map<number, Map<NodeId | null, Fit[]>>()

  constructor(flows: readonly MessageFlow[]) {
    for (const { sender, recipient } of flows)
      for (const name of [sender, recipient])
        if (name !== null && !this.#numbers.has(name)) this.#numbers.set(name, this.#numbers.size)
    for (const { node_id, sender, recipient } of flows) {
      const pair = this.#pairOf(sender, recipient)
      if (pair === undefined) continue
      const byNode = this.#fits.get(pair) ?? new Map<NodeId | null, Fit[]>()
      this.#fits.set(pair, byNode.set(node_id, []))
    }
  }

  /** The names of a node, each once, the most exact first. */
  namesOf({ node_id, label, agent }: End): readonly Name[] {
    return [node_id, label, agent ?? ''].flatMap((text, exactness, all) => {
      const number = text === '' || all.indexOf(text) < exactness ? undefined : this.#numbers.get(text)
      return number === undefined ? [] : [{ number, exactness }]
    })
  }

  /** Adds an edge to the flows between two names that were recorded at one of these nodes. */
  add(sender: number, recipient: number, places: Iterable<NodeId | null>, fit: Fit): void {
    const byNode = this.#fits.get(sender * this.#numbers.size + recipient)
    if (byNode) for (const node_id of places) byNode.get(node_id)?.push(fit)
  }

  fitting({ node_id, sender, recipient }: MessageFlow): readonly Fit[] {
    const pair = this.#pairOf(sender, recipient)
    return (pair === undefined ? undefined : this.#fits.get(pair)?.get(node_id)) ?? []
  }

  #pairOf(sender: string | null, recipient: string | null): number | undefined {
    const [from, to] = [this.#numbers.get(sender ?? ''), this.#numbers.get(recipient ?? '')]
    return sender === null || recipient === null || from === undefined || to === undefined
      ? undefined
      : from * this.#numbers.size + to
  }
}
