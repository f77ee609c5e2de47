import type { FoldInput } from './FoldInput.ts'

/**
 * How often the reason to stand apart changes on the way to each node within its class, along the way on which it changes most
 * often. A class with edges within it is a loop: were the rounds before and after a failed one drawn as one card, that card
 * would stand both before and after the failure. Nodes of one reason and one stretch have no others of their class between them.
 *
 * Zero on a cycle of the recorded graph, and everywhere in a class without edges within it. O(V + E).
 */
export function stretchesOf(edges: FoldInput['edges'], classOf: Int32Array, reasons: Int32Array): Int32Array {
  const stretches = new Int32Array(classOf.length)
  const within = edges.filter(([from, to]) => from !== to && classOf[from] === classOf[to])
  if (within.length === 0) return stretches
  const waits = new Int32Array(classOf.length)
  const next = new Map<number, number[]>()
  for (const [from, to] of within) {
    waits[to] = (waits[to] ?? 0) + 1
    const known = next.get(from)
    if (known) known.push(to)
    else next.set(from, [to])
  }
  const free = [...next.keys()].filter((node) => waits[node] === 0)
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    for (const to of next.get(node) ?? []) {
      const changed = reasons[node] === reasons[to] ? 0 : 1
      stretches[to] = Math.max(stretches[to] ?? 0, (stretches[node] ?? 0) + changed)
      waits[to] = (waits[to] ?? 0) - 1
      if (waits[to] === 0) free.push(to)
    }
  }
  return stretches
}
