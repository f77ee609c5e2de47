import { NodeId } from '#contract/ids.ts'
import { NODE_SIZE, type Direction, type GraphLayout, type Topology } from '#src/graph/layout/GraphLayout.ts'
import { stepFrom } from '#src/graph/model/stepFrom.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

//        ┌─ 1 ─┐
//   0 ───┼─ 2 ─┼── 4
//        └─ 3 ─┘
const topology: Topology = {
  ids: [0, 1, 2, 3, 4].map((node) => z.parse(NodeId, `n${node}`)),
  edges: [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 4],
    [2, 4],
    [3, 4],
  ],
  labelled: [],
}
const places = [
  [0, 100],
  [300, 0],
  [300, 100],
  [300, 200],
  [600, 100],
] as const

const layoutOf = (direction: Direction): Pick<GraphLayout, 'positions' | 'direction'> => ({
  direction,
  positions: places.map(([along, across]) => ({
    ...(direction === 'right' ? { x: along, y: across } : { x: across, y: along }),
    ...NODE_SIZE,
  })),
})

describe('drawn to the right', () => {
  const layout = layoutOf('right')
  it('Right follows the edge to the successor that is most level', () => {
    expect(stepFrom(0, 'ArrowRight', topology, layout)).toBe(2)
    expect(stepFrom(3, 'ArrowRight', topology, layout)).toBe(4)
  })
  it('Left follows it back', () => expect(stepFrom(4, 'ArrowLeft', topology, layout)).toBe(2))
  it('Up and Down go to the next sibling', () => {
    expect(stepFrom(2, 'ArrowUp', topology, layout)).toBe(1)
    expect(stepFrom(2, 'ArrowDown', topology, layout)).toBe(3)
  })
  it('leads nowhere where there is nothing', () => {
    expect(stepFrom(4, 'ArrowRight', topology, layout)).toBeUndefined()
    expect(stepFrom(1, 'ArrowUp', topology, layout)).toBeUndefined()
  })
})

describe('drawn downwards', () => {
  const layout = layoutOf('down')
  it('the keys turn with the picture', () => {
    expect(stepFrom(0, 'ArrowDown', topology, layout)).toBe(2)
    expect(stepFrom(4, 'ArrowUp', topology, layout)).toBe(2)
    expect(stepFrom(2, 'ArrowRight', topology, layout)).toBe(3)
    expect(stepFrom(2, 'ArrowLeft', topology, layout)).toBe(1)
  })
})
