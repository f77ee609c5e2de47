/** Concatenated polylines: that of edge `e` is `points[2 * starts[e] … 2 * starts[e + 1])`. */
export type Lines = { readonly points: Float64Array; readonly starts: Int32Array }

/** Joins the lines of the pieces that each edge runs along. A common point of two pieces is kept once. O(points). */
export function joinPieces(lines: Lines, starts: Int32Array, pieces: Int32Array): Lines {
  const edges = starts.length - 1
  let room = 0
  for (const piece of pieces) room += (lines.starts[piece + 1] ?? 0) - (lines.starts[piece] ?? 0)
  const points = new Float64Array(room * 2)
  const ends = new Int32Array(edges + 1)
  let end = 0
  for (let edge = 0; edge < edges; edge++) {
    const first = starts[edge] ?? 0
    for (let at = first; at < (starts[edge + 1] ?? 0); at++) {
      const piece = pieces[at] ?? 0
      for (let i = (lines.starts[piece] ?? 0) + (at > first ? 1 : 0); i < (lines.starts[piece + 1] ?? 0); i++) {
        points[2 * end] = lines.points[2 * i] ?? 0
        points[2 * end + 1] = lines.points[2 * i + 1] ?? 0
        end++
      }
    }
    ends[edge + 1] = end
  }
  return { points: points.slice(0, 2 * end), starts: ends }
}
