import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycles } from '#server/integrity/findCycles.ts'

const cyclesOf = (edges: readonly (readonly [string, string])[]) =>
  findCycles(new Set(edges.flat()), (id) => edges.flatMap(([from, to]) => (from === id ? [to] : []))).map((cycle) =>
    cycle.toSorted(),
  )

test.each<{ readonly what: string; readonly edges: readonly (readonly [string, string])[]; readonly found: unknown }>([
  { what: 'a chain has none', edges: [['a', 'b'], ['b', 'c']], found: [] }, // prettier-ignore
  { what: 'a fork that joins again has none', edges: [['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']], found: [] }, // prettier-ignore
  { what: 'a node that leads to itself is one', edges: [['a', 'a']], found: [['a']] },
  { what: 'two that lead to each other are one', edges: [['a', 'b'], ['b', 'a']], found: [['a', 'b']] }, // prettier-ignore
  { what: 'what leads in and out is no part', edges: [['in', 'a'], ['a', 'b'], ['b', 'a'], ['b', 'out']], found: [['a', 'b']] }, // prettier-ignore
  { what: 'two that share a node are one', edges: [['a', 'b'], ['b', 'a'], ['b', 'c'], ['c', 'b']], found: [['a', 'b', 'c']] }, // prettier-ignore
])('$what', ({ edges, found }) => expect(cyclesOf(edges)).toEqual(found))

test('two nodes are in one cycle exactly if each can be reached from the other', () => {
  const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 14 }), (edges) => {
      const reach = (from: string): ReadonlySet<string> => {
        const seen = new Set<string>()
        const open = [from]
        for (let at = open.pop(); at !== undefined; at = open.pop())
          for (const [start, to] of edges) {
            if (start !== at || seen.has(to)) continue
            seen.add(to)
            open.push(to)
          }
        return seen
      }
      const cycles = cyclesOf(edges)
      for (const a of new Set(edges.flat()))
        for (const b of new Set(edges.flat()))
          expect(cycles.some((cycle) => cycle.includes(a) && cycle.includes(b))).toBe(
            reach(a).has(b) && reach(b).has(a),
          )
    }),
  )
})

test('a chain of a hundred thousand overflows nothing', () => {
  const size = 100_000
  expect(findCycles([0], (id) => [(id + 1) % size])).toHaveLength(1)
})
