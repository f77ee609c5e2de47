import { classLabel } from './classLabel.ts'
import { drawnOut } from './drawnOut.ts'
import type { FoldClass, FoldedGraph } from './FoldedGraph.ts'
import type { FoldInput, FoldNode } from './FoldInput.ts'
import { keptIdentities } from './keptIdentities.ts'
import { findNodeClasses, pairsBetween } from './findNodeClasses.ts'
import { shownName } from './nodeKind.ts'
import { relationOf } from './Relation.ts'
import { roundsIn, roundStartsOf } from './unrolledLoops.ts'

export type FoldOptions = {
  /** Nodes that are always drawn singly, such as the selected one. */
  readonly isPinned?: (node: FoldNode) => boolean
  /** The previous folding of the same run; its classes keep their ids. */
  readonly former?: FoldedGraph & { readonly nodes: readonly FoldNode[] }
}

/**
 * Folds nodes that play the same part into one: nodes of one kind whose predecessors, successors, parents and children
 * are of the same classes, however many they have. An acyclic graph stays acyclic: if class X stood before class Y and
 * Y before X, every member of X would have a predecessor in Y, which has one in X, and so on without end. Nodes that
 * failed, run or wait are drawn out of their class. That keeps it acyclic too: a part of a class has no additional
 * edges, and loops, which have edges within them, are split where such nodes are.
 *
 * O((V + E) log V) time, O(V + E) memory. The order of edges does not matter; nodes are numbered in the order given.
 */
export function foldGraph(input: FoldInput, options: FoldOptions = {}): FoldedGraph {
  const { nodes, edges } = input
  const { classOf: nodeClass, loops } = findNodeClasses(input)
  const parts = drawnOut(
    nodes.map(({ status }) => status),
    edges,
    nodeClass,
    (at) => {
      const node = nodes[at]
      return node !== undefined && (options.isPinned?.(node) ?? false)
    },
  )
  const ids = keptIdentities(nodes, parts, options.former)
  const loopOf = new Map(loops.flatMap((loop) => loop.members.map((node) => [node, loop] as const)))
  const roundStarts = roundStartsOf(loops, nodes.length)
  const classes = parts.members.map((members, at): FoldClass => {
    const loop = members.length > 1 ? loopOf.get(members[0] ?? 0) : undefined
    return {
      id: ids[at] ?? '',
      label: loop?.label ?? classLabel(members.map((node) => nameOf(nodes[node]))),
      members,
      rounds: roundsIn(members, roundStarts),
      drawnOut: parts.drawnOut[at] ?? 0,
    }
  })
  return { classes, classOf: parts.classOf, edges: edgesOf(input.edges, parts.classOf, classes.length) }
}

const nameOf = (node: FoldNode | undefined): string => (node ? shownName(node) : '')

function edgesOf(pairs: FoldInput['edges'], classOf: Int32Array, count: number): FoldedGraph['edges'] {
  const [sources, targets] = pairsBetween(pairs, classOf)
  const { starts, sources: ends } = relationOf(count, targets, sources)
  return Array.from({ length: count }, (_, from) =>
    Array.from(ends.subarray(starts[from], starts[from + 1]), (to) => [from, to] as const),
  ).flat()
}
