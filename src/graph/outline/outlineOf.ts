import type { NodeId } from '#contract/ids.ts'
import { addTo } from '#src/lib/addTo.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import { findBackEdges } from '../layout/findBackEdges.ts'
import { dominators, NOWHERE } from './dominators.ts'
import { outlineLevels, type EdgeLike, type NodeLike } from './outlineLevels.ts'

/** One edge out of a node, as shown in the outline. */
export type Branch = {
  readonly to: NodeId
  /**
   * `home`: the target is shown here in full. `join`: it is shown where all paths to it have met. `back`: the edge
   * closes a cycle.
   */
  readonly as: 'home' | 'join' | 'back'
}

/**
 * Where a node is shown in full: as a root; under its only predecessor; or, if several paths lead to it, after all
 * branches of the node where they diverged, undefined if they started separately.
 */
export type Home =
  | { readonly kind: 'root' }
  | { readonly kind: 'under'; readonly node_id: NodeId }
  | { readonly kind: 'after'; readonly node_id: NodeId | undefined }

/**
 * A graph as a forest that follows its edges: every node has one place, and every other edge is a reference to it. A
 * group is such a forest below its leader, and a single node to its surroundings.
 */
export type Outline = {
  readonly homes: ReadonlyMap<NodeId, Home>
  /**
   * For nodes outside groups: nodes without incoming edges, apart from edges that close cycles; then the joins of paths
   * that started separately.
   */
  readonly roots: readonly NodeId[]
  /** The same for each group, by its leader. */
  readonly members: ReadonlyMap<NodeId, readonly NodeId[]>
  readonly leaderOf: ReadonlyMap<NodeId, NodeId>
  readonly sizes: ReadonlyMap<NodeId, number>
  /**
   * Edges out of each node, and out of its group: references first, so that they are not lost below long branches, then
   * targets in full.
   */
  readonly branches: ReadonlyMap<NodeId, readonly Branch[]>
  /** Joins that follow a node's branches, in topological order. */
  readonly joins: ReadonlyMap<NodeId, readonly NodeId[]>
  /** Neighbours of each node itself, regardless of groups. */
  readonly predecessors: ReadonlyMap<NodeId, readonly NodeId[]>
  readonly successors: ReadonlyMap<NodeId, readonly NodeId[]>
}

/**
 * Gives every node a place in any graph; edges that close cycles are ignored for this. A join is not placed under one
 * of its predecessors, because then each fork and join of a long run would be one level deeper than the one before.
 * Edges to missing nodes are skipped. O((V + E) log V).
 */
export function outlineOf(nodes: readonly NodeLike[], edges: readonly EdgeLike[]): Outline {
  const ids = nodes.map(({ node_id }) => node_id)
  const places = new Set(ids)
  const present = edges.filter((edge) => places.has(edge.from_node_id) && places.has(edge.to_node_id))
  const { leaderOf, levels, returns, sizes } = outlineLevels(nodes, present)
  const whole = rankedOf(ids, present)
  const homes = new Map<NodeId, Home>()
  const branches = new Map<NodeId, Branch[]>()
  const joins = new Map<NodeId, NodeId[]>()
  const members = new Map<NodeId, readonly NodeId[]>()
  let roots: readonly NodeId[] = []
  for (const { from_node_id, to_node_id } of returns) addTo(branches, from_node_id, { to: to_node_id, as: 'back' })
  for (const [leader, level] of levels) {
    const ranked = levels.size === 1 ? whole : rankedOf(level.nodes, level.edges)
    const top = addLevel({ homes, branches, joins }, ranked, level.edges)
    if (leader === undefined) roots = top
    else members.set(leader, top)
  }
  const byRank = (lists: ReadonlyMap<NodeId, NodeId[]>) => {
    for (const list of lists.values()) list.sort((a, b) => whole.rankOf(a) - whole.rankOf(b))
    return lists
  }
  const predecessors = byRank(listsOf(present, 'to_node_id', 'from_node_id'))
  const successors = byRank(listsOf(present, 'from_node_id', 'to_node_id'))
  return { homes, roots, members, leaderOf, sizes, branches, joins, predecessors, successors }
}

type Ranked = {
  readonly order: readonly NodeId[]
  readonly rankOf: (id: NodeId) => number
  readonly back: ReadonlySet<EdgeLike | undefined>
}

/** Nodes in topological order, and the edges that close cycles. */
function rankedOf(ids: readonly NodeId[], edges: readonly EdgeLike[]): Ranked {
  const places = new Map(ids.map((id, place) => [id, place]))
  const pairs = edges.map((edge) => [places.get(edge.from_node_id) ?? 0, places.get(edge.to_node_id) ?? 0] as const)
  const back = new Set(findBackEdges({ ids, edges: pairs, labelled: [] }).map((index) => edges[index]))
  const order = topologicalOrder(
    ids,
    edges.filter((edge) => !back.has(edge)),
  )
  const rank = new Map(order.map((id, place) => [id, place]))
  return { order, back, rankOf: (id) => rank.get(id) ?? 0 }
}

type Made = {
  readonly homes: Map<NodeId, Home>
  readonly branches: Map<NodeId, Branch[]>
  readonly joins: Map<NodeId, NodeId[]>
}

/** Adds the content of one group, or of none. Returns its roots. */
function addLevel(made: Made, { order, rankOf, back }: Ranked, edges: readonly EdgeLike[]): readonly NodeId[] {
  const forward = edges.filter((edge) => !back.has(edge))
  const homes = homesOf(order, listsOf(forward, 'to_node_id', 'from_node_id'), rankOf)
  for (const [id, home] of homes) made.homes.set(id, home)
  for (const edge of edges) {
    const { from_node_id: from, to_node_id: to } = edge
    addTo(made.branches, from, { to, as: back.has(edge) ? 'back' : homes.get(to)?.kind === 'under' ? 'home' : 'join' })
  }
  const isHome = ({ as }: Branch) => (as === 'home' ? 1 : 0)
  for (const id of order) made.branches.get(id)?.sort((a, b) => isHome(a) - isHome(b) || rankOf(a.to) - rankOf(b.to))

  const apart: NodeId[] = []
  for (const id of order) {
    const home = homes.get(id)
    if (home?.kind !== 'after') continue
    if (home.node_id === undefined) apart.push(id)
    else addTo(made.joins, home.node_id, id)
  }
  return order.filter((id) => homes.get(id)?.kind === 'root').concat(apart)
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
  for (const edge of edges) addTo(lists, edge[key], edge[value])
  return lists
}
