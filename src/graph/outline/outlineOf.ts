import type { NodeId } from '#contract/ids.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import { findBackEdges } from '../layout/findBackEdges.ts'
import { dominators, NOWHERE } from './dominators.ts'

type NodeLike = { readonly node_id: NodeId }
type EdgeLike = { readonly from_node_id: NodeId; readonly to_node_id: NodeId }

/** One edge out of a node, as the outline tells it. */
export type Branch = {
  readonly to: NodeId
  /** `home`: the target stands here in full. `join`: it stands where all ways to it have come together. `back`: the edge closes a cycle. */
  readonly as: 'home' | 'join' | 'back'
}

/**
 * Where a node stands in full: at the beginning; under its only predecessor; or, where several ways lead to it, after all that hangs
 * from the node at which they parted, undefined where they began apart.
 */
export type Home =
  | { readonly kind: 'root' }
  | { readonly kind: 'under'; readonly node_id: NodeId }
  | { readonly kind: 'after'; readonly node_id: NodeId | undefined }

/** A graph as a forest that follows its edges: every node has one place, and every other edge is a reference to it. */
export type Outline = {
  readonly homes: ReadonlyMap<NodeId, Home>
  /** Nodes that no edge leads to, but for edges that close a cycle; then the joins of ways that began apart. */
  readonly roots: readonly NodeId[]
  /** Edges out of each node: references first, so that they are not lost below long branches, then those in full. */
  readonly branches: ReadonlyMap<NodeId, readonly Branch[]>
  /** Joins that stand after what hangs from a node, in topological order. */
  readonly joins: ReadonlyMap<NodeId, readonly NodeId[]>
  readonly predecessors: ReadonlyMap<NodeId, readonly NodeId[]>
}

/**
 * Gives every node its place, whatever the graph: edges that close cycles are left out of the question. A join does not stand under one
 * of the nodes that lead to it, for then each fork and join of a long run would lie one level deeper than the one before. Edges to
 * nodes that are not there are passed over. O((V + E) log V).
 */
export function outlineOf(nodes: readonly NodeLike[], edges: readonly EdgeLike[]): Outline {
  const ids = nodes.map(({ node_id }) => node_id)
  const places = new Map(ids.map((id, place) => [id, place]))
  const present = edges.filter((edge) => places.has(edge.from_node_id) && places.has(edge.to_node_id))
  const pairs = present.map((edge) => [places.get(edge.from_node_id) ?? 0, places.get(edge.to_node_id) ?? 0] as const)
  const back = new Set(findBackEdges({ ids, edges: pairs, labelled: [] }).map((index) => present[index]))
  const forward = present.filter((edge) => !back.has(edge))
  const order = topologicalOrder(ids, forward)
  const rank = new Map(order.map((id, place) => [id, place]))
  const rankOf = (id: NodeId) => rank.get(id) ?? 0

  const homes = homesOf(order, listsOf(forward, 'to_node_id', 'from_node_id'), rankOf)
  const branches = new Map<NodeId, Branch[]>()
  for (const edge of present) {
    const { from_node_id: from, to_node_id: to } = edge
    put(branches, from, { to, as: back.has(edge) ? 'back' : homes.get(to)?.kind === 'under' ? 'home' : 'join' })
  }
  const isHome = ({ as }: Branch) => (as === 'home' ? 1 : 0)
  for (const list of branches.values()) list.sort((a, b) => isHome(a) - isHome(b) || rankOf(a.to) - rankOf(b.to))
  const predecessors = listsOf(present, 'to_node_id', 'from_node_id')
  for (const list of predecessors.values()) list.sort((a, b) => rankOf(a) - rankOf(b))

  const joins = new Map<NodeId, NodeId[]>()
  const apart: NodeId[] = []
  for (const id of order) {
    const home = homes.get(id)
    if (home?.kind !== 'after') continue
    if (home.node_id === undefined) apart.push(id)
    else put(joins, home.node_id, id)
  }
  const roots = order.filter((id) => homes.get(id)?.kind === 'root').concat(apart)
  return { homes, roots, branches, joins, predecessors }
}

function homesOf(
  order: readonly NodeId[],
  predecessors: ReadonlyMap<NodeId, readonly NodeId[]>,
  rankOf: (id: NodeId) => number,
): ReadonlyMap<NodeId, Home> {
  const parting = dominators(order.map((id) => (predecessors.get(id) ?? []).map(rankOf)))
  return new Map(
    order.map((id, place): [NodeId, Home] => {
      const [only, ...others] = predecessors.get(id) ?? []
      if (only === undefined) return [id, { kind: 'root' }]
      if (others.length === 0) return [id, { kind: 'under', node_id: only }]
      return [id, { kind: 'after', node_id: order[parting[place] ?? NOWHERE] }]
    }),
  )
}

function listsOf(
  edges: readonly EdgeLike[],
  key: keyof EdgeLike,
  value: keyof EdgeLike,
): ReadonlyMap<NodeId, NodeId[]> {
  const lists = new Map<NodeId, NodeId[]>()
  for (const edge of edges) put(lists, edge[key], edge[value])
  return lists
}

function put<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
