import { classLabel } from './classLabel.ts'
import type { FoldInput } from './FoldInput.ts'
import type { FoldTree } from './FoldTree.ts'
import { findNodeClasses, pairsBetween, parentsOf } from './findNodeClasses.ts'
import { mergeClasses } from './mergeClasses.ts'
import { shownName } from './nodeKind.ts'
import { breakCycles } from '../layout/engine/breakCycles.ts'
import { roundStartsOf } from './unrolledLoops.ts'

/**
 * The classes that a graph folds into, before any nodes are drawn out: they do not change during a run unless the graph
 * grows.
 */
export type NodeClasses = {
  readonly classOf: Int32Array
  /** By class: its size, its first member, and its name. */
  readonly sizes: Int32Array
  readonly first: Int32Array
  readonly labels: readonly string[]
  /** By node, as returned by `roundStartsOf`. */
  readonly roundStarts: Int32Array
  /** By class: the kind of its first member, and the class that leads its group, -1 for none. */
  readonly kinds: Int32Array
  readonly parents: Int32Array
  /** By node: its parent node, -1 for none. */
  readonly parentOf: Int32Array
  /** The names of nodes that are some node's parent. */
  readonly leaders: ReadonlyMap<number, string>
  /** The fold tree, once it has been requested. */
  readonly tree?: FoldTree
}

/** More names than these add nothing to what a class has in common. */
const NAMES_READ = 64

export function namedNodeClasses(input: FoldInput): NodeClasses {
  const { classOf, kinds, loops } = findNodeClasses(input)
  const count = classOf.reduce((most, one) => Math.max(most, one + 1), 0)
  const sizes = new Int32Array(count)
  const first = new Int32Array(count)
  const names: string[][] = Array.from({ length: count }, () => [])
  input.nodes.forEach((node, at) => {
    const of = classOf[at] ?? 0
    if (sizes[of] === 0) first[of] = at
    sizes[of] = (sizes[of] ?? 0) + 1
    if (names[of] && names[of].length < NAMES_READ) names[of].push(shownName(node))
  })
  const labels = names.map((some) => classLabel(some))
  for (const { members, label } of loops) labels[classOf[members[0] ?? 0] ?? 0] = label
  const roundStarts = roundStartsOf(loops, classOf.length)
  const parents = new Int32Array(count).fill(-1)
  const parentOf = new Int32Array(input.nodes.length).fill(-1)
  const leaders = new Map<number, string>()
  for (const [node, parent] of parentsOf(input.nodes)) {
    const [of, above] = [classOf[node] ?? 0, classOf[parent] ?? -1]
    const leader = input.nodes[parent]
    if (node !== parent && leader) {
      parentOf[node] = parent
      leaders.set(parent, shownName(leader))
    }
    if (first[of] === node && above !== of) parents[of] = above
  }
  const ofFirst = first.map((node) => kinds[node] ?? 0)
  return { classOf, sizes, first, labels, roundStarts, kinds: ofFirst, parents, parentOf, leaders }
}

/** The same with the fold tree. */
export function withTree(classes: NodeClasses, edges: FoldInput['edges']): NodeClasses & { readonly tree: FoldTree } {
  const { tree, classOf, labels, kinds, parents } = classes
  if (tree) return { ...classes, tree }
  const [from, to] = pairsBetween(edges, classOf)
  const back = breakCycles(labels.length, from, to)
  const forward = Array.from(from, (source, edge) => [source, to[edge] ?? 0] as const).filter(
    (_, edge) => back[edge] === 0,
  )
  return { ...classes, tree: mergeClasses({ labels, kinds, parents, edges: forward }) }
}
