import { classLabel } from './classLabel.ts'
import { drawnOut } from './drawnOut.ts'
import type { FoldClass, FoldedGraph } from './FoldedGraph.ts'
import type { FoldInput, FoldNode } from './FoldInput.ts'
import { keptIdentities } from './keptIdentities.ts'
import { nodeKinds, shownName } from './nodeKind.ts'
import { numbered, numberedPairs } from './numbered.ts'
import { relationOf, type Relation } from './Relation.ts'
import { stablePartition } from './stablePartition.ts'
import { unrolledLoops, type UnrolledLoop } from './unrolledLoops.ts'

export type FoldOptions = {
  /** Nodes that stand by themselves whatever their status, such as the selected one. */
  readonly isPinned?: (node: FoldNode) => boolean
  /** The same run as it was folded before, whose classes keep their ids. */
  readonly former?: FoldedGraph & { readonly nodes: readonly FoldNode[] }
}

/**
 * Folds nodes that play the same part into one: nodes of one kind whose predecessors, successors, parents and children
 * are of the same classes, however many they have. Folded so, a graph without cycles has none: if class X stood before
 * class Y and Y before X, every member of X would have a predecessor in Y, which has one in X, and so on without end.
 * Nodes that failed, run or wait are drawn out of their class, which keeps that: a part of a class has no more edges.
 *
 * O((V + E) log V) time, O(V + E) memory. The same whatever the order of edges; nodes are numbered in the order given.
 */
export function foldGraph(input: FoldInput, options: FoldOptions = {}): FoldedGraph {
  const { nodes } = input
  const loops = unrolledLoops(input)
  const units = unitsOf(nodes.length, loops)
  const unitClasses = stablePartition(kindsOfUnits(nodeKinds(nodes), units, loops), relationsOf(input, units))
  const nodeClasses = units.unitOf.map((unit) => unitClasses[unit] ?? 0)
  const parts = drawnOut(nodes, nodeClasses, options.isPinned ?? (() => false))
  const ids = keptIdentities(nodes, parts, options.former)
  const roundsOf = new Map(loops.flatMap((loop) => loop.members.map((node) => [node, loop] as const)))
  const classes = parts.members.map((members, at): FoldClass => {
    const loop = roundsOf.get(members[0] ?? 0)
    const isWhole = loop !== undefined && members.length > 1
    return {
      id: ids[at] ?? '',
      label: isWhole ? loop.label : classLabel(members.map((node) => nameOf(nodes[node]))),
      members,
      rounds: isWhole ? Math.max(...members.map((node) => roundsOf.get(node)?.rounds ?? 1)) : 1,
      drawnOut: parts.drawnOut[at] ?? 0,
    }
  })
  return { classes, classOf: parts.classOf, edges: edgesOf(input.edges, parts.classOf, classes.length) }
}

const nameOf = (node: FoldNode | undefined): string => (node ? shownName(node) : '')

/** What the partition sees: nodes, and loops as one each. */
type Units = {
  readonly unitOf: Int32Array
  /** The first node of each. */
  readonly first: Int32Array
}

function unitsOf(n: number, loops: readonly UnrolledLoop[]): Units {
  // A loop bears the number of its first node, so that nodes and loops share one numbering.
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

function parentsOf(nodes: readonly FoldNode[]): Pairs {
  if (nodes.every(({ parent_node_id }) => parent_node_id === null)) return []
  const indexOf = new Map(nodes.map((node, at) => [node.node_id, at]))
  return nodes.flatMap((node, at): Pairs => {
    const parent = node.parent_node_id === null ? undefined : indexOf.get(node.parent_node_id)
    return parent === undefined ? [] : [[at, parent]]
  })
}

/** The pairs as pairs of groups; those within a group only where a node leads to itself, which is no matter of the group. */
function pairsBetween(pairs: Pairs, groupOf: Int32Array): readonly [sources: Int32Array, targets: Int32Array] {
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

function edgesOf(pairs: Pairs, classOf: Int32Array, count: number): FoldedGraph['edges'] {
  const [sources, targets] = pairsBetween(pairs, classOf)
  const { starts, sources: ends } = relationOf(count, targets, sources)
  return Array.from({ length: count }, (_, from) =>
    Array.from(ends.subarray(starts[from], starts[from + 1]), (to) => [from, to] as const),
  ).flat()
}
