import type { FoldInput } from './FoldInput.ts'
import { longestWays } from './longestWays.ts'

/**
 * How often the reason to stand apart changes on the way to each node within its class, along the way on which it changes most
 * often. A class with edges within it is a loop: were the rounds before and after a failed one drawn as one card, that card
 * would stand both before and after the failure. Nodes of one reason and one stretch have no others of their class between them.
 *
 * Zero on a cycle of the recorded graph, and everywhere in a class without edges within it. O(V + E).
 */
export function stretchesOf(edges: FoldInput['edges'], classOf: Int32Array, reasons: Int32Array): Int32Array {
  const isMixed = mixedClasses(classOf, reasons)
  const within = edges.filter(
    ([from, to]) => from !== to && classOf[from] === classOf[to] && isMixed[classOf[from] ?? 0] === 1,
  )
  if (within.length === 0) return new Int32Array(classOf.length)
  const ways = longestWays(classOf.length, within, (from, to) => (reasons[from] === reasons[to] ? 0 : 1))
  return ways.map((changes) => Math.max(0, changes))
}

/** By class, 1 where its members have different reasons. */
function mixedClasses(classOf: Int32Array, reasons: Int32Array): Uint8Array {
  const first = new Int32Array(classOf.length).fill(-1)
  const isMixed = new Uint8Array(classOf.length)
  classOf.forEach((of, at) => {
    const reason = reasons[at] ?? 0
    if ((first[of] ?? -1) === -1) first[of] = reason
    else if (first[of] !== reason) isMixed[of] = 1
  })
  return isMixed
}
