import type { FoldInput } from './FoldInput.ts'
import { longestPaths } from './longestPaths.ts'

/**
 * How often the reason to be separate changes on the path to each node within its class, taking the path with the most
 * changes. A class with edges within it is a loop: if the rounds before and after a failed one were drawn as one card,
 * that card would stand both before and after the failure. Between nodes of one reason and one stretch there are no
 * other nodes of their class.
 *
 * Zero on a cycle of the recorded graph, and everywhere in a class without inner edges. O(V + E).
 */
export function loopSegments(edges: FoldInput['edges'], classOf: Int32Array, reasons: Int32Array): Int32Array {
  const isMixed = mixedClasses(classOf, reasons)
  const within = edges.filter(
    ([from, to]) => from !== to && classOf[from] === classOf[to] && isMixed[classOf[from] ?? 0] === 1,
  )
  if (within.length === 0) return new Int32Array(classOf.length)
  const ways = longestPaths(classOf.length, within, (from, to) => (reasons[from] === reasons[to] ? 0 : 1))
  return ways.map((changes) => Math.max(0, changes))
}

/** By class: 1 if its members have different reasons. */
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
