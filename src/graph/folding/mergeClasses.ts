import { addTo } from '#src/lib/addTo.ts'
import { classLabel, lastPart, nameParts } from './classLabel.ts'
import type { FoldTree } from './FoldTree.ts'
import { longestWays } from './longestWays.ts'
import { Merging, type Top } from './Merging.ts'
import { numbered, numberedPairs } from './numbered.ts'

/** What is known of the classes of a graph. */
export type Classes = {
  readonly labels: readonly string[]
  /** The kind of each, and the class that leads the group it stands in, -1 for none. */
  readonly kinds: Int32Array
  readonly parents: Int32Array
  /** Pairs of classes between which an edge leads; without cycles. */
  readonly edges: readonly (readonly [from: number, to: number])[]
}

/** More classes than these are folded layer by layer first: nothing else would be seen of them. */
const CLASSES_MAX = 800

/** Groups within groups that are looked at. */
const DEPTH_MAX = 8

/**
 * What folds further where the classes do not suffice, the least first: groups that nodes name as their parent; classes of one kind whose neighbours differ; those whose qualified
 * names begin alike; pairs that follow one another, and what stands between the same others; in the end whole stretches of the stream. Nothing is folded that a way leads out of and
 * back into, so of a graph without cycles no picture has one either. O(merges · (V + E)) in classes and the edges between them.
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

/** A group with whoever leads it, the innermost first. One that ways leave and come back to stays open: as one card it would stand before itself. */
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

/** Qualified names that begin alike, such as `ALIGN:SORT` and `ALIGN:INDEX`: the longest beginnings first. */
function mergeNames(merging: Merging): void {
  const deepest = merging.sorted().reduce((most, { label }) => Math.max(most, nameParts(label).length), 0)
  for (let depth = deepest - 1; depth > 0; depth--) {
    const keys = new Map(merging.sorted().map((top) => [top.id, nameParts(top.label).slice(0, depth).join('.')]))
    // A beginning that all names have tells nothing.
    if (new Set(keys.values()).size < 2) return
    merging.mergeBy(
      ({ id, label }) => (nameParts(label).length >= depth ? keys.get(id) : undefined),
      (_, key) => key,
    )
  }
}

/** What follows one another and nothing else, two by two; what stands between the same others; what comes after the same, or before. */
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

/** What is connected within two layers that follow one another. */
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

/** Of thousands of classes, those of one kind in one layer are one from the beginning, or whole layers, or several that follow one another. O(V + E). */
function byLayer({ kinds, edges }: Classes): Int32Array {
  const layer = longestWays(kinds.length, edges)
  const byKind = numberedPairs(layer, kinds)
  const groups = byKind.reduce((most, one) => Math.max(most, one + 1), 0)
  if (groups <= CLASSES_MAX) return byKind
  const layers = layer.reduce((most, one) => Math.max(most, one + 1), 0)
  const thick = Math.ceil(layers / CLASSES_MAX)
  return numbered(layer.length, (of) => Math.floor((layer[of] ?? 0) / thick))
}

/** Names what begins it and what ends it. */
function fromTo(parts: readonly Top[]): string {
  const [first, last] = [parts[0]?.first ?? '', parts.at(-1)?.last ?? '']
  return first === last ? first : `${lastPart(first)} … ${lastPart(last)}`
}
