import type { FoldInput, FoldNode } from './FoldInput.ts'
import { nodeKinds } from './nodeKind.ts'
import { numbered, numberedPairs } from './numbered.ts'
import { relationOf, type Relation } from './Relation.ts'
import { stablePartition } from './stablePartition.ts'
import { unrolledLoops, type UnrolledLoop } from './unrolledLoops.ts'

/**
 * Finds which nodes play the same part. Depends on names and edges only, not on status, so it stays the same during a
 * run unless the graph grows. O((V + E) log V).
 */
export function findNodeClasses(input: FoldInput): {
  readonly classOf: Int32Array
  readonly kinds: Int32Array
  readonly loops: readonly UnrolledLoop[]
} {
  const { nodes } = input
  const loops = unrolledLoops(input)
  const units = unitsOf(nodes.length, loops)
  const kinds = nodeKinds(nodes)
  const unitClasses = stablePartition(kindsOfUnits(kinds, units, loops), relationsOf(input, units))
  return { classOf: units.unitOf.map((unit) => unitClasses[unit] ?? 0), kinds, loops }
}

/** The units that are partitioned: nodes, and each loop as one unit. */
type Units = {
  readonly unitOf: Int32Array
  /** The first node of each. */
  readonly first: Int32Array
}

function unitsOf(n: number, loops: readonly UnrolledLoop[]): Units {
  // A loop is numbered by its first node, so that nodes and loops share one numbering.
  const standsFor = new Int32Array(n).map((_, node) => node)
  for (const { members } of loops) for (const node of members) standsFor[node] = members[0] ?? node
  const unitOf = numbered(n, (node) => standsFor[node])
  const first = standsFor.filter((of, node) => of === node)
  return { unitOf, first }
}

function kindsOfUnits(kinds: Int32Array, { first }: Units, loops: readonly UnrolledLoop[]): Int32Array {
  const labelOf = new Map(loops.map(({ members, label }) => [members[0] ?? -1, label]))
  const ofFirst = first.map((node) => kinds[node] ?? 0)
  return numberedPairs(
    ofFirst,
    numbered(first.length, (unit) => labelOf.get(first[unit] ?? -1) ?? ''),
  )
}

type Pairs = FoldInput['edges']

/** Successors, predecessors, parents and children of units. */
function relationsOf({ nodes, edges }: FoldInput, { unitOf, first }: Units): readonly Relation[] {
  return [edges, parentsOf(nodes)].flatMap((pairs) => {
    const [sources, targets] = pairsBetween(pairs, unitOf)
    return [relationOf(first.length, sources, targets), relationOf(first.length, targets, sources)]
  })
}

/** Pairs of a node and its parent. */
export function parentsOf(nodes: readonly FoldNode[]): Pairs {
  if (nodes.every(({ parent_node_id }) => parent_node_id === null)) return []
  const indexOf = new Map(nodes.map((node, at) => [node.node_id, at]))
  return nodes.flatMap((node, at): Pairs => {
    const parent = node.parent_node_id === null ? undefined : indexOf.get(node.parent_node_id)
    return parent === undefined ? [] : [[at, parent]]
  })
}

/**
 * Maps pairs to pairs of groups. Drops pairs within a group, except self-loops of a node, which do not concern the
 * group.
 */
export function pairsBetween(pairs: Pairs, groupOf: Int32Array): readonly [sources: Int32Array, targets: Int32Array] {
  const [sources, targets] = [new Int32Array(pairs.length), new Int32Array(pairs.length)]
  let count = 0
  for (const pair of pairs) {
    const [a, b] = [groupOf[pair[0]] ?? 0, groupOf[pair[1]] ?? 0]
    if (a === b && pair[0] !== pair[1]) continue
    sources[count] = a
    targets[count++] = b
  }
  return [sources.subarray(0, count), targets.subarray(0, count)]
}
