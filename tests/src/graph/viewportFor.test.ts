import { FIT } from '#src/graph/fit.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import { NODE_SIZE, type Topology } from '#src/graph/layout/GraphLayout.ts'
import { viewportOfAll, viewportOfCard } from '#src/graph/viewportFor.ts'
import { NodeId } from '#contract/ids.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const chain = (length: number): Topology => ({
  ids: Array.from({ length }, (_, at) => z.parse(NodeId, `n${at}`)),
  edges: Array.from({ length: length - 1 }, (_, at) => [at, at + 1] as const),
  labelled: [],
})
const canvas = { width: 1000, height: 600 }

it('the whole of a graph is in view, with a margin, and never above its own size', () => {
  for (const length of [1, 3, 12, 40, 10_000]) {
    const { bounds } = layoutGraph({ topology: chain(length), direction: 'auto', canvas })
    const { x, y, zoom } = viewportOfAll(bounds, canvas)
    expect(zoom).toBeLessThanOrEqual(1)
    expect(bounds.x * zoom + x).toBeGreaterThan(0)
    expect(bounds.y * zoom + y).toBeGreaterThan(0)
    expect((bounds.x + bounds.width) * zoom + x).toBeLessThan(canvas.width)
    expect((bounds.y + bounds.height) * zoom + y).toBeLessThan(canvas.height)
  }
  expect(FIT.maxZoom).toBe(1)
})

it('a chain of thousands is seen as an area, and not as a hair', () => {
  const { bounds } = layoutGraph({ topology: chain(10_000), direction: 'auto', canvas })
  expect(viewportOfAll(bounds, canvas).zoom).toBeGreaterThan(0.03)
})

it('one card is in the middle, however far out it lies', () => {
  const card = { x: 40_000, y: -7000, ...NODE_SIZE }
  const { x, y, zoom } = viewportOfCard(card, canvas, 0.85)
  expect((card.x + NODE_SIZE.width / 2) * zoom + x).toBeCloseTo(500)
  expect((card.y + NODE_SIZE.height / 2) * zoom + y).toBeCloseTo(300)
})

it('three cards turn with a canvas that turns, rather than shrink', () => {
  const wide = layoutGraph({ topology: chain(3), direction: 'auto', canvas: { width: 960, height: 640 } })
  const narrow = layoutGraph({ topology: chain(3), direction: 'auto', canvas: { width: 480, height: 640 } })
  expect([wide.direction, narrow.direction]).toEqual(['right', 'down'])
})
