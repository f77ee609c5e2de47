import { NodeId } from '#contract/ids.ts'
import { NODE_SIZE, type Topology } from '#src/graph/layout/GraphLayout.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import { FAMILIES, familyGraph, type Family, type SomeGraph } from '#tests/support/graphFamilies.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

function topologyOf({ nodes, edges }: SomeGraph): Topology {
  const places = new Map(nodes.map(({ id }, at) => [id, at]))
  return {
    ids: nodes.map(({ id }) => z.parse(NodeId, id)),
    edges: edges.map(([from, to]) => [places.get(from) ?? 0, places.get(to) ?? 0] as const),
    labelled: [],
  }
}

const families: readonly string[] = Object.keys(FAMILIES)

it.each(families)('a leaf more moves most cards less than a card’s size: %s', (family) => {
  const former = topologyOf(familyGraph(family as Family, 120))
  const canvas = { width: 1080, height: 700 }
  const before = layoutGraph({ topology: former, direction: 'auto', canvas })
  for (const parent of [0, 40, 119]) {
    const topology: Topology = {
      ...former,
      ids: [...former.ids, z.parse(NodeId, 'leaf')],
      edges: [...former.edges, [parent, former.ids.length] as const],
    }
    const after = layoutGraph({ topology, direction: 'auto', canvas, former: { topology: former, layout: before } })
    const moved = before.positions
      .map(({ x, y }, node) => {
        const now = after.positions[node] ?? { x: Number.NaN, y: Number.NaN }
        return Math.max(Math.abs(now.x - x) / NODE_SIZE.width, Math.abs(now.y - y) / NODE_SIZE.height)
      })
      .sort((a, b) => a - b)
    expect(moved[moved.length >> 1]).toBeLessThanOrEqual(1)
  }
})
