/**
 * What a drawing is like, measured on nothing but its rectangles and polylines: it shares no code with the engine, so that
 * it can judge that and any other.
 */

type Box = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type At = { readonly x: number; readonly y: number }
type Line = { readonly from: string; readonly to: string; readonly points: readonly At[]; readonly back?: boolean }
export type Drawn = { readonly nodes: readonly Box[]; readonly edges: readonly Line[] }

/** Areas under this are rounding. */
const EPSILON = 1e-6
/** Pixels by which cards may touch, and by which an edge may stand on a card's border. */
const SLACK = 0.01
const INSIDE = 0.5

type Segment = { readonly a: At; readonly b: At; readonly line: number }

const segmentsOf = (edges: readonly Line[]): Segment[] =>
  edges.flatMap(({ points }, line) =>
    points.slice(1).flatMap((b, place) => {
      const a = points[place]
      return a && (a.x !== b.x || a.y !== b.y) ? [{ a, b, line }] : []
    }),
  )

const side = (a: At, b: At, c: At): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)

/** Whether two segments cross in their insides; a common end or a common stretch is no crossing. */
function cross(p: Segment, q: Segment): boolean {
  const [c, d] = [side(p.a, p.b, q.a), side(p.a, p.b, q.b)]
  if (!((c > EPSILON && d < -EPSILON) || (c < -EPSILON && d > EPSILON))) return false
  const [a, b] = [side(q.a, q.b, p.a), side(q.a, q.b, p.b)]
  return (a > EPSILON && b < -EPSILON) || (a < -EPSILON && b > EPSILON)
}

/** Pairs of segments of two edges that cross; a sweep over y, fine for some tens of thousands. */
export function crossingsOf({ edges }: Drawn): number {
  const bounds = segmentsOf(edges)
    .map((segment) => ({
      segment,
      left: Math.min(segment.a.x, segment.b.x),
      right: Math.max(segment.a.x, segment.b.x),
      top: Math.min(segment.a.y, segment.b.y),
      bottom: Math.max(segment.a.y, segment.b.y),
    }))
    .sort((p, q) => p.top - q.top)
  let active: typeof bounds = []
  let count = 0
  for (const one of bounds) {
    active = active.filter(({ bottom }) => bottom > one.top)
    for (const other of active) {
      if (other.right <= one.left || other.left >= one.right || other.segment.line === one.segment.line) continue
      if (cross(one.segment, other.segment)) count++
    }
    if (one.bottom > one.top || one.right > one.left) active.push(one)
  }
  return count
}

/** Length of all edges together. */
export const lengthOf = ({ edges }: Drawn): number =>
  segmentsOf(edges).reduce((sum, { a, b }) => sum + Math.hypot(a.x - b.x, a.y - b.y), 0)

/** Pairs of cards that overlap by more than rounding. */
export function overlapsOf({ nodes }: Drawn): number {
  const sorted = [...nodes].sort((a, b) => a.x - b.x)
  let count = 0
  let active: Box[] = []
  for (const one of sorted) {
    active = active.filter((other) => other.x + other.width > one.x + SLACK)
    for (const other of active) {
      if (other.y + other.height > one.y + SLACK && one.y + one.height > other.y + SLACK) count++
    }
    active.push(one)
  }
  return count
}

/** How often an edge runs through a card that is not one of its ends, or through one of its ends beyond the border. */
export function throughCards({ nodes, edges }: Drawn): number {
  const CELL = 400
  const grid = new Map<string, Box[]>()
  const each = (left: number, top: number, right: number, bottom: number, visit: (key: string) => void) => {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row++) visit(`${column} ${row}`)
    }
  }
  for (const box of nodes) {
    each(box.x, box.y, box.x + box.width, box.y + box.height, (key) => {
      const cell = grid.get(key)
      if (cell) cell.push(box)
      else grid.set(key, [box])
    })
  }
  let count = 0
  for (const { a, b } of segmentsOf(edges)) {
    const hit = new Set<Box>()
    // Long slanted segments are walked in pieces, so that not every cell of their bounds is asked.
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) / CELL))
    for (let piece = 0; piece < pieces; piece++) {
      const [p, q] = [between(a, b, piece / pieces), between(a, b, (piece + 1) / pieces)]
      each(Math.min(p.x, q.x), Math.min(p.y, q.y), Math.max(p.x, q.x), Math.max(p.y, q.y), (key) => {
        for (const box of grid.get(key) ?? []) if (enters(p, q, box)) hit.add(box)
      })
    }
    count += hit.size
  }
  return count
}

const between = (a: At, b: At, part: number): At => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part })

/** Whether a segment has a point inside a card, beyond its border (Liang and Barsky). */
function enters(a: At, b: At, { x, y, width, height }: Box): boolean {
  const [left, top, right, bottom] = [x + INSIDE, y + INSIDE, x + width - INSIDE, y + height - INSIDE]
  let [from, to] = [0, 1]
  for (const [step, room] of [
    [a.x - b.x, a.x - left],
    [b.x - a.x, right - a.x],
    [a.y - b.y, a.y - top],
    [b.y - a.y, bottom - a.y],
  ] as const) {
    if (step === 0) {
      if (room < 0) return false
    } else if (step < 0) from = Math.max(from, room / step)
    else to = Math.min(to, room / step)
  }
  return from < to
}

/** Edges that are not marked, and yet do not lead from the end of one card to the beginning of the other. */
export function againstTheStream({ nodes, edges }: Drawn, direction: 'down' | 'right'): number {
  const boxes = new Map(nodes.map((box) => [box.id, box]))
  return edges.filter(({ from, to, back }) => {
    const [a, b] = [boxes.get(from), boxes.get(to)]
    if (back || !a || !b) return false
    return direction === 'down' ? a.y + a.height > b.y + SLACK : a.x + a.width > b.x + SLACK
  }).length
}
