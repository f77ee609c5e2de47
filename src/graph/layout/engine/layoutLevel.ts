import { connectedParts } from './connectedParts.ts'
import { layoutPart } from './layoutPart.ts'
import type { Gaps, Level, Placed } from './Level.ts'
import { packRows, type Box } from './packRows.ts'

/**
 * Lays out a level that may be disconnected: each part by itself, then packs them in rows. Nodes without edges come
 * last.
 */
export function layoutLevel(level: Level, gaps: Gaps, canvas: Box, hint: Float64Array | undefined): Placed {
  const { part, nodes } = connectedParts(level.count, level.from, level.to)
  const parts = nodes.starts.length - 1
  if (parts === 1) return layoutPart(level, gaps, hint)
  const edges = edgesByPart(level, part, parts)
  const sizeOf = (one: number) => (nodes.starts[one + 1] ?? 0) - (nodes.starts[one] ?? 0)
  // Isolated nodes come after connected parts, in one block.
  const ranked = Array.from({ length: parts }, (_, one) => one).sort(
    (a, b) => Number(sizeOf(a) === 1) - Number(sizeOf(b) === 1) || a - b,
  )
  const own = new Int32Array(level.count)
  const pieces = ranked.map((one) => {
    const members = nodes.items.subarray(nodes.starts[one] ?? 0, nodes.starts[one + 1] ?? 0)
    members.forEach((node, at) => {
      own[node] = at
    })
    const ties = edges.items.subarray(edges.starts[one] ?? 0, edges.starts[one + 1] ?? 0)
    const placed = layoutPart(
      {
        count: members.length,
        width: picked(level.width, members),
        height: picked(level.height, members),
        from: ties.map((edge) => own[level.from[edge] ?? 0] ?? 0),
        to: ties.map((edge) => own[level.to[edge] ?? 0] ?? 0),
        fromPort: picked(level.fromPort, ties),
        toPort: picked(level.toPort, ties),
        labelWidth: picked(level.labelWidth, ties),
        labelHeight: level.labelHeight,
      },
      gaps,
      hint && picked(hint, members),
    )
    return { members, ties, placed }
  })
  const packed = packRows(
    pieces.map(({ placed }) => placed),
    gaps.neighbour,
    canvas,
  )
  return gather(level, pieces, packed)
}

/** A loop, because `from` with a callback takes far longer. */
function picked(values: Float64Array, of: Int32Array): Float64Array {
  const result = new Float64Array(of.length)
  for (let at = 0; at < of.length; at++) result[at] = values[of[at] ?? 0] ?? 0
  return result
}

type Piece = { readonly members: Int32Array; readonly ties: Int32Array; readonly placed: Placed }

function edgesByPart(level: Level, part: Int32Array, parts: number) {
  const starts = new Int32Array(parts + 1)
  for (const node of level.from) starts[(part[node] ?? 0) + 1] = (starts[(part[node] ?? 0) + 1] ?? 0) + 1
  for (let one = 0; one < parts; one++) starts[one + 1] = (starts[one + 1] ?? 0) + (starts[one] ?? 0)
  const next = starts.slice()
  const items = new Int32Array(level.from.length)
  level.from.forEach((node, edge) => {
    const one = part[node] ?? 0
    items[next[one] ?? 0] = edge
    next[one] = (next[one] ?? 0) + 1
  })
  return { starts, items }
}

/** Combines the parts, at their positions, into one drawing. O(nodes + points). */
function gather(level: Level, pieces: readonly Piece[], packed: ReturnType<typeof packRows>): Placed {
  const edges = level.from.length
  const starts = new Int32Array(edges + 1)
  const all = {
    x: new Float64Array(level.count),
    y: new Float64Array(level.count),
    back: new Uint8Array(edges),
    labels: new Float64Array(edges * 2).fill(Number.NaN),
  }
  for (const { ties, placed } of pieces) {
    ties.forEach((edge, at) => {
      starts[edge + 1] = (placed.starts[at + 1] ?? 0) - (placed.starts[at] ?? 0)
    })
  }
  for (let edge = 0; edge < edges; edge++) starts[edge + 1] = (starts[edge + 1] ?? 0) + (starts[edge] ?? 0)
  const points = new Float64Array((starts[edges] ?? 0) * 2)
  pieces.forEach(({ members, ties, placed }, at) => {
    const [left, top] = [packed.x[at] ?? 0, packed.y[at] ?? 0]
    members.forEach((node, own) => {
      all.x[node] = left + (placed.x[own] ?? 0)
      all.y[node] = top + (placed.y[own] ?? 0)
    })
    ties.forEach((edge, own) => {
      all.back[edge] = placed.back[own] ?? 0
      all.labels[2 * edge] = left + (placed.labels[2 * own] ?? Number.NaN)
      all.labels[2 * edge + 1] = top + (placed.labels[2 * own + 1] ?? Number.NaN)
      let to = 2 * (starts[edge] ?? 0)
      for (let i = 2 * (placed.starts[own] ?? 0); i < 2 * (placed.starts[own + 1] ?? 0); i += 2) {
        points[to++] = left + (placed.points[i] ?? 0)
        points[to++] = top + (placed.points[i + 1] ?? 0)
      }
    })
  })
  return { ...all, points, starts, width: packed.width, height: packed.height }
}
