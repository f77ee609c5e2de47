import type { NodeId } from '#contract/ids.ts'

export type NodeLike = { readonly node_id: NodeId; readonly parent_node_id?: NodeId | null }
export type EdgeLike = { readonly from_node_id: NodeId; readonly to_node_id: NodeId }
type Level = { readonly nodes: NodeId[]; readonly edges: EdgeLike[] }

/**
 * A graph split by its groups: the content of each group, or of none, with its edges. An edge between nodes of
 * different groups becomes an edge between the outermost groups that contain only one of them.
 */
export type Levels = {
  /** For each node in a group, the group's leader. */
  readonly leaderOf: ReadonlyMap<NodeId, NodeId>
  /** By leader; undefined for nodes outside groups. */
  readonly levels: ReadonlyMap<NodeId | undefined, Level>
  /** Edges out of a group's content to its own leader. */
  readonly returns: readonly EdgeLike[]
  /** By leader: how many nodes the group has, including the leader. */
  readonly sizes: ReadonlyMap<NodeId, number>
}

/** `edges` connect these nodes. O(V log V), plus, per edge, the distance of its ends to their common group. */
export function outlineLevels(nodes: readonly NodeLike[], edges: readonly EdgeLike[]): Levels {
  const leaderOf = leadersOf(nodes)
  const depthOf = depthsOf(leaderOf)
  const levels = new Map<NodeId | undefined, Level>([[undefined, { nodes: [], edges: [] }]])
  for (const leader of leaderOf.values()) if (!levels.has(leader)) levels.set(leader, { nodes: [], edges: [] })
  for (const { node_id } of nodes) levels.get(leaderOf.get(node_id))?.nodes.push(node_id)
  const returns: EdgeLike[] = []
  const known = new Map<NodeId, Set<NodeId>>()
  for (const edge of edges) {
    const { from_node_id: from, to_node_id: to } = edge
    if (leaderOf.get(from) === leaderOf.get(to)) {
      levels.get(leaderOf.get(from))?.edges.push(edge)
      continue
    }
    const apart = apartFrom(leaderOf, depthOf, from, to)
    if (!apart) continue
    // Of several edges between two groups, keep one.
    const targets = known.get(apart.from_node_id) ?? new Set()
    known.set(apart.from_node_id, targets)
    if (targets.has(apart.to_node_id)) continue
    targets.add(apart.to_node_id)
    const isReturn = leaderOf.get(apart.from_node_id) === apart.to_node_id
    if (isReturn) returns.push(apart)
    else levels.get(leaderOf.get(apart.from_node_id))?.edges.push(apart)
  }
  return { leaderOf, levels, returns, sizes: sizesOf(leaderOf, depthOf) }
}

/**
 * Maps an edge to one between siblings. An edge to the leader of a group around its source stays as it is. An edge from
 * a leader into its own group is dropped: the group is below it anyway.
 */
function apartFrom(
  leaderOf: ReadonlyMap<NodeId, NodeId>,
  depthOf: ReadonlyMap<NodeId, number>,
  from: NodeId,
  to: NodeId,
): EdgeLike | undefined {
  const above = (id: NodeId): NodeId => leaderOf.get(id) ?? id
  let [source, target] = [from, to]
  const deeper = () => (depthOf.get(source) ?? 0) - (depthOf.get(target) ?? 0)
  for (; deeper() > 0; source = above(source))
    if (above(source) === target) return { from_node_id: source, to_node_id: target }
  for (; deeper() < 0; target = above(target)) if (above(target) === source) return undefined
  while (leaderOf.get(source) !== leaderOf.get(target)) [source, target] = [above(source), above(target)]
  return { from_node_id: source, to_node_id: target }
}

/** How many groups each node is nested in; nodes that are missing have 0. O(V). */
function depthsOf(leaderOf: ReadonlyMap<NodeId, NodeId>): ReadonlyMap<NodeId, number> {
  const depths = new Map<NodeId, number>()
  for (const start of leaderOf.keys()) {
    const way: NodeId[] = []
    let at: NodeId | undefined = start
    for (; at !== undefined && !depths.has(at); at = leaderOf.get(at)) way.push(at)
    let depth = at === undefined ? -1 : (depths.get(at) ?? 0)
    for (const id of way.reverse()) depths.set(id, ++depth)
  }
  return depths
}

/** By leader: how many nodes the group has, including the leader. Deepest groups are counted first. */
function sizesOf(
  leaderOf: ReadonlyMap<NodeId, NodeId>,
  depthOf: ReadonlyMap<NodeId, number>,
): ReadonlyMap<NodeId, number> {
  const sizes = new Map<NodeId, number>()
  for (const [id] of [...depthOf].toSorted((a, b) => b[1] - a[1])) {
    const leader = leaderOf.get(id)
    if (leader !== undefined) sizes.set(leader, (sizes.get(leader) ?? 1) + (sizes.get(id) ?? 1))
  }
  return sizes
}

/** Parents that exist. A parent cycle is broken where it closes. */
function leadersOf(nodes: readonly NodeLike[]): ReadonlyMap<NodeId, NodeId> {
  const ids = new Set(nodes.map(({ node_id }) => node_id))
  const parents = new Map<NodeId, NodeId>()
  for (const { node_id, parent_node_id: parent } of nodes)
    if (parent !== undefined && parent !== null && parent !== node_id && ids.has(parent)) parents.set(node_id, parent)
  const done = new Set<NodeId>()
  for (const start of parents.keys()) {
    const way = new Set<NodeId>()
    for (let at: NodeId | undefined = start; at !== undefined && !done.has(at);) {
      way.add(at)
      const parent: NodeId | undefined = parents.get(at)
      if (parent !== undefined && way.has(parent)) parents.delete(at)
      at = parents.get(at)
    }
    for (const one of way) done.add(one)
  }
  return parents
}
