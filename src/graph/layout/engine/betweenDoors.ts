import { breakCycles } from './breakCycles.ts'
import { layoutPart } from './layoutPart.ts'
import type { Gaps, Level, Placed } from './Level.ts'

/** A piece of a level: its nodes and edges, by their numbers in the level, and their layout. */
export type Piece = {
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly placed: Placed
  readonly doors: Doors
}

/**
 * `in` and `out` are the items of the doors in `placed`; `inOf` and `outOf` map a node to the edge from the door in, or
 * to the door out.
 */
type Doors = {
  readonly in: number
  readonly out: number
  readonly inOf: ReadonlyMap<number, number>
  readonly outOf: ReadonlyMap<number, number>
}

/**
 * Where edges enter or leave a piece: a node, and the port on its side if it is fixed; all edges at the node share the
 * port.
 */
export type End = { readonly node: number; readonly port: number }

/** The distinct ends of edges, in order of occurrence. */
export function endsOf(edges: readonly number[], nodes: Int32Array, ports: Float64Array): readonly End[] {
  const found = new Map<number, End>()
  for (const edge of edges) {
    const node = nodes[edge] ?? 0
    if (!found.has(node)) found.set(node, { node, port: ports[edge] ?? Number.NaN })
  }
  return [...found.values()]
}

/**
 * Lays out a piece of a level by itself, with a door above it for incoming edges and one below it for outgoing edges.
 */
export function layoutBetweenDoors(
  level: Level,
  nodes: readonly number[],
  edges: readonly number[],
  entered: readonly End[],
  left: readonly End[],
  gaps: Gaps,
): Piece {
  const own = new Map(nodes.map((node, at) => [node, at]))
  const at = (node: number) => own.get(node) ?? 0
  const from = edges.map((edge) => at(level.from[edge] ?? 0))
  const to = edges.map((edge) => at(level.to[edge] ?? 0))
  const [first, last] = [nodes.length, nodes.length + 1]
  const [fromPort, toPort] = [
    edges.map((edge) => level.fromPort[edge] ?? Number.NaN),
    edges.map((edge) => level.toPort[edge] ?? Number.NaN),
  ]
  const tie = (a: number, b: number, port = Number.NaN) => {
    fromPort.push(b === last ? port : Number.NaN)
    toPort.push(a === first ? port : Number.NaN)
    return from.push(a) && to.push(b) - 1
  }
  const inOf = new Map(entered.map(({ node, port }) => [node, tie(first, at(node), port)]))
  const outOf = new Map(left.map(({ node, port }) => [node, tie(at(node), last, port)]))
  // Invisible edges keep the doors above and below everything else, whatever the direction of edges in a cycle.
  const back = breakCycles(nodes.length + 2, Int32Array.from(from), Int32Array.from(to))
  const [above, below] = [new Set<number>(), new Set<number>()]
  from.forEach((source, edge) => {
    const target = to[edge] ?? 0
    if (source === target) return
    above.add(back[edge] === 1 ? source : target)
    below.add(back[edge] === 1 ? target : source)
  })
  nodes.forEach((_, node) => {
    if (!above.has(node)) tie(first, node)
    if (!below.has(node)) tie(node, last)
  })
  const size = (values: Float64Array) => Float64Array.from([...nodes.map((node) => values[node] ?? 0), 0, 0])
  const placed = layoutPart(
    {
      count: nodes.length + 2,
      width: size(level.width),
      height: size(level.height),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      fromPort: Float64Array.from(fromPort),
      toPort: Float64Array.from(toPort),
      labelWidth: Float64Array.from(from, (_, edge) => level.labelWidth[edges[edge] ?? -1] ?? 0),
      labelHeight: level.labelHeight,
    },
    gaps,
    undefined,
  )
  return { nodes, edges, placed, doors: { in: first, out: last, inOf, outOf } }
}

/** The line of an edge of a placed drawing, shifted by `left` and `top`; alternating x and y. */
export function lineAt({ starts, points }: Placed, edge: number, left: number, top: number): number[] {
  const line: number[] = []
  for (let i = 2 * (starts[edge] ?? 0); i < 2 * (starts[edge + 1] ?? 0); i += 2)
    line.push(left + (points[i] ?? 0), top + (points[i + 1] ?? 0))
  return line
}
