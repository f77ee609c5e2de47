import { addTo } from '#src/lib/addTo.ts'
import { classLabel, lastPart, nameParts } from './classLabel.ts'
import type { FoldTree } from './FoldTree.ts'
import { longestPaths } from './longestPaths.ts'
import { Merging, type Top } from './Merging.ts'
import { numbered, numberedPairs } from './numbered.ts'

/** The classes of a graph. */
export type Classes = {
  readonly labels: readonly string[]
  /** By class: its kind, and the class that leads its group, -1 for none. */
  readonly kinds: Int32Array
  readonly parents: Int32Array
  /** Pairs of classes connected by an edge; acyclic. */
  readonly edges: readonly (readonly [from: number, to: number])[]
}

/** More classes than this are first folded layer by layer: no finer detail would be visible. */
const CLASSES_MAX = 800

/** Maximum nesting of groups. */
const DEPTH_MAX = 8

/**
 * Builds the fold tree for graphs whose classes alone do not fold far enough, smallest merges first: groups defined by
 * `parent_node_id`; classes of one kind whose neighbours differ; classes whose qualified names have a common prefix;
 * consecutive pairs, and classes between the same neighbours; finally whole stretches of the graph. Never merges a set
 * that a path leaves and returns to, so an acyclic graph has only acyclic pictures. O(merges · (V + E)), in classes and
 * the edges between them.
 */
export function mergeClasses(classes: Classes): FoldTree {
  const { labels, kinds, edges } = classes
  const start = labels.length > CLASSES_MAX ? byLayer(classes) : undefined
  const merging = new Merging(labels, kinds, edges, start, fromTo)
  if (!start) mergeGroups(merging, classes)
  const groups = start ? 0 : merging.merges
  merging.mergeBy(
    ({ kinds }) => (kinds.size === 1 ? [...kinds].join() : undefined),
    (parts) => classLabel(parts.map(({ label }) => label)),
  )
  mergeNames(merging)
  while (merging.size > 1) {
    const before = merging.size
    mergeNeighbours(merging)
    if (merging.size * 4 > before * 3) mergeStretches(merging)
    if (merging.size * 4 > before * 3) merging.mergeBy(keyByLayer(merging), fromTo)
    if (merging.size === before) break
  }
  return merging.tree(groups)
}

/**
 * Merges a group with its leader, innermost first. A group that paths leave and return to stays unmerged: as one card
 * it would be its own predecessor.
 */
function mergeGroups(merging: Merging, { parents, labels }: Classes): void {
  const depthOf = (of: number) => {
    let depth = 0
    for (let at = parents[of] ?? -1; at >= 0 && depth < DEPTH_MAX; at = parents[at] ?? -1) depth++
    return depth
  }
  const members = new Map<number, number[]>()
  parents.forEach((leader, of) => {
    if (leader >= 0 && leader !== of) addTo(members, leader, of)
  })
  const groups = [...members].toSorted(([a], [b]) => depthOf(b) - depthOf(a) || a - b)
  for (const [leader, own] of groups) {
    const ids = new Set([leader, ...own].map((of) => merging.topOf(of)))
    const parts = [...ids].flatMap((id) => merging.top(id) ?? [])
    if (parts.length > 1 && merging.canBeOne(parts)) merging.merge(parts, labels[leader] ?? '')
  }
}

/** Merges by common prefix of qualified names, such as `ALIGN:SORT` and `ALIGN:INDEX`, longest prefixes first. */
function mergeNames(merging: Merging): void {
  const deepest = merging.sorted().reduce((most, { label }) => Math.max(most, nameParts(label).length), 0)
  for (let depth = deepest - 1; depth > 0; depth--) {
    const keys = new Map(merging.sorted().map((top) => [top.id, nameParts(top.label).slice(0, depth).join('.')]))
    // A prefix that all names share says nothing.
    if (new Set(keys.values()).size < 2) return
    merging.mergeBy(
      ({ id, label }) => (nameParts(label).length >= depth ? keys.get(id) : undefined),
      (_, key) => key,
    )
  }
}

/**
 * Merges pairs that follow only one another, then classes between the same neighbours, then classes with the same
 * predecessors or the same successors.
 */
function mergeNeighbours(merging: Merging): void {
  const { graph } = merging
  const follows = new Map<number, number>()
  for (const { id } of merging.sorted()) {
    if (follows.has(id)) continue
    const [next = -1, ...others] = graph.after(id)
    if (next >= 0 && others.length === 0 && graph.before(next).size === 1 && !follows.has(next)) {
      follows.set(id, id)
      follows.set(next, id)
    }
  }
  merging.mergeBy(({ id }) => follows.get(id)?.toString(), fromTo)
  const listed = (ids: ReadonlySet<number>) => [...ids].toSorted((a, b) => a - b).join()
  merging.mergeBy(({ id }) => `${listed(graph.before(id))}>${listed(graph.after(id))}`, fromTo)
  merging.mergeBy(({ id }) => (graph.before(id).size > 0 ? listed(graph.before(id)) : undefined), fromTo)
  merging.mergeBy(({ id }) => (graph.after(id).size > 0 ? listed(graph.after(id)) : undefined), fromTo)
}

/** Merges what is connected within two consecutive layers. */
function mergeStretches(merging: Merging): void {
  const layers = merging.graph.layers()
  const bandOf = (id: number) => (layers.get(id) ?? 0) >> 1
  const partOf = new Map<number, number>()
  for (const { id } of merging.sorted()) {
    if (partOf.has(id)) continue
    const stack = [id]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (partOf.has(at)) continue
      partOf.set(at, id)
      for (const next of [...merging.graph.after(at), ...merging.graph.before(at)])
        if (bandOf(next) === bandOf(at)) stack.push(next)
    }
  }
  merging.mergeBy(({ id }) => partOf.get(id)?.toString(), fromTo)
}

function keyByLayer(merging: Merging): (top: Top) => string {
  const layers = merging.graph.layers()
  return ({ id }) => String(layers.get(id) ?? 0)
}

/**
 * For thousands of classes, pre-merges those of one kind and layer, or whole layers, or several consecutive layers. O(V
 * + E).
 */
function byLayer({ kinds, edges }: Classes): Int32Array {
  const layer = longestPaths(kinds.length, edges)
  const byKind = numberedPairs(layer, kinds)
  const groups = byKind.reduce((most, one) => Math.max(most, one + 1), 0)
  if (groups <= CLASSES_MAX) return byKind
  const layers = layer.reduce((most, one) => Math.max(most, one + 1), 0)
  const thick = Math.ceil(layers / CLASSES_MAX)
  return numbered(layer.length, (of) => Math.floor((layer[of] ?? 0) / thick))
}

/** Names a merge by its first and last class. */
function fromTo(parts: readonly Top[]): string {
  const [first, last] = [parts[0]?.first ?? '', parts.at(-1)?.last ?? '']
  return first === last ? first : `${lastPart(first)} … ${lastPart(last)}`
}
