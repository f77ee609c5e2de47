import type { GraphLayout, Topology } from '../layout/GraphLayout.ts'

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/**
 * Where an arrow key leads from a node. Along the graph: to the successor or predecessor that is most level with it.
 * Across: to the next node of the same layer. Undefined if there is none.
 */
export function stepFrom(
  current: number,
  key: ArrowKey,
  { edges }: Pick<Topology, 'edges'>,
  layout: Pick<GraphLayout, 'positions' | 'direction'>,
): number | undefined {
  const right = layout.direction === 'right'
  const forward: ArrowKey = right ? 'ArrowRight' : 'ArrowDown'
  const backward: ArrowKey = right ? 'ArrowLeft' : 'ArrowUp'
  // The cards of a layer differ in height but are aligned by their centres.
  const middle = (node: number, axis: 'x' | 'y') => {
    const place = layout.positions[node]
    return place ? place[axis] + place[axis === 'x' ? 'width' : 'height'] / 2 : 0
  }
  const along = (node: number) => middle(node, right ? 'x' : 'y')
  const across = (node: number) => middle(node, right ? 'y' : 'x')
  const nearest = (nodes: readonly number[], distance: (node: number) => number) =>
    nodes.reduce<number | undefined>(
      (best, node) => (best === undefined || distance(node) < distance(best) ? node : best),
      undefined,
    )
  const level = (node: number) => Math.abs(across(node) - across(current))

  if (key === forward || key === backward) {
    const ends = edges.flatMap(([from, to]) => {
      if (from === to) return []
      if (key === forward) return from === current ? [to] : []
      return to === current ? [from] : []
    })
    return nearest(ends, level)
  }
  const side = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1
  const beside = layout.positions
    .map((_, node) => node)
    .filter((node) => Math.abs(along(node) - along(current)) < 1 && (across(node) - across(current)) * side > 0)
  return nearest(beside, level)
}
