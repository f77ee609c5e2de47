import { NodeId } from '#contract/ids.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const id = (text: string): NodeId => z.parse(NodeId, text)
const ids = (text: string) => text.split(' ').map(id)
const tie = (from: string, to: string) => ({ from_node_id: id(from), to_node_id: id(to) })

it('puts sources before targets and otherwise keeps the order given', () => {
  const order = topologicalOrder(ids('end b a start'), [
    tie('start', 'a'),
    tie('start', 'b'),
    tie('a', 'end'),
    tie('b', 'end'),
  ])
  expect(order).toEqual(ids('start b a end'))
})

it('keeps nodes of a cycle, last and in the order given', () => {
  expect(topologicalOrder(ids('b a free'), [tie('a', 'b'), tie('b', 'a')])).toEqual(ids('free b a'))
})

it('is a permutation that no edge of an acyclic graph contradicts', () => {
  const graph = fc
    .integer({ min: 1, max: 30 })
    .chain((size) =>
      fc.tuple(
        fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1))),
      ),
    )
  fc.assert(
    fc.property(graph, ([shuffled, pairs]) => {
      const nodes = shuffled.map((n) => id(`n${n}`))
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => tie(`n${a}`, `n${b}`))
      const order = topologicalOrder(nodes, edges)
      const byCodeUnit = (a: string, b: string) => (a < b ? -1 : 1)
      expect([...order].sort(byCodeUnit)).toEqual([...nodes].sort(byCodeUnit))
      for (const edge of edges) expect(order.indexOf(edge.from_node_id)).toBeLessThan(order.indexOf(edge.to_node_id))
    }),
  )
})
