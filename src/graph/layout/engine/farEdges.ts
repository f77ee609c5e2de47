/** Number of dummies allowed per node and edge, plus a constant. */
const PER_ITEM = 8
const ALWAYS = 2000

/**
 * Marks the longest edges if all edges together would need more dummies than a graph of this size may have, so that
 * memory stays linear. Marked edges are routed around the whole graph. O(E log E), only if there are too many.
 */
export function farEdges(layer: Int32Array, tops: Int32Array, bottoms: Int32Array): Uint8Array {
  const far = new Uint8Array(tops.length)
  const spanOf = (edge: number) => (layer[bottoms[edge] ?? 0] ?? 0) - (layer[tops[edge] ?? 0] ?? 0)
  let dummies = 0
  for (let edge = 0; edge < tops.length; edge++) dummies += Math.max(0, spanOf(edge) - 1)
  const most = ALWAYS + PER_ITEM * (layer.length + tops.length)
  if (dummies <= most) return far
  const longest = Int32Array.from(tops, (_, edge) => edge).sort((a, b) => spanOf(b) - spanOf(a) || a - b)
  for (const edge of longest) {
    if (dummies <= most) break
    far[edge] = 1
    dummies -= spanOf(edge) - 1
  }
  return far
}
