/**
 * Pairs (source, target) of n elements, grouped by target: `sources` holds the sources of a target from
 * `starts[target]` up to, but not including, `starts[target + 1]`. Each pair occurs once.
 */
export type Relation = { readonly starts: Int32Array; readonly sources: Int32Array }

/** O(n + pairs). Duplicates count once, because only the existence of an edge distinguishes kinds of nodes. */
export function relationOf(n: number, sources: Int32Array, targets: Int32Array): Relation {
  const starts = new Int32Array(n + 1)
  for (const target of targets) starts[target + 1] = (starts[target + 1] ?? 0) + 1
  for (let at = 0; at < n; at++) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0)
  const next = starts.slice()
  const sorted = new Int32Array(targets.length)
  for (let pair = 0; pair < targets.length; pair++) {
    const target = targets[pair] ?? 0
    const place = next[target] ?? 0
    next[target] = place + 1
    sorted[place] = sources[pair] ?? 0
  }
  return withoutDoubles(n, starts, sorted)
}

function withoutDoubles(n: number, starts: Int32Array, sources: Int32Array): Relation {
  const seenFor = new Int32Array(n).fill(-1)
  const kept = new Int32Array(n + 1)
  let end = 0
  for (let target = 0; target < n; target++) {
    kept[target] = end
    for (let at = starts[target] ?? 0; at < (starts[target + 1] ?? 0); at++) {
      const source = sources[at] ?? 0
      if (seenFor[source] === target) continue
      seenFor[source] = target
      sources[end++] = source
    }
  }
  kept[n] = end
  return { starts: kept, sources: sources.slice(0, end) }
}
