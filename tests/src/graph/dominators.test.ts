import { dominators, NOWHERE } from '#src/graph/outline/dominators.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** The same by definition: the last node before this one without which it cannot be reached. */
function byDefinition(predecessors: readonly (readonly number[])[], node: number): number {
  const isReached = (without: number): boolean => {
    const reached = new Set<number>()
    predecessors.forEach((from, place) => {
      if (place !== without && (from.length === 0 || from.some((each) => reached.has(each)))) reached.add(place)
    })
    return reached.has(node)
  }
  return Array.from({ length: node }, (_, place) => place).findLast((place) => !isReached(place)) ?? NOWHERE
}

describe('the node that every way to another passes', () => {
  it('is the predecessor in a chain, the fork at a join, and nowhere at the beginning', () =>
    expect(dominators([[], [0], [1], [1], [2, 3], []])).toEqual([NOWHERE, 0, 1, 1, 1, NOWHERE]))

  it('is nowhere for a join of what began apart', () => expect(dominators([[], [], [0, 1]])).toEqual([-1, -1, -1]))

  it('is what its definition says, in any graph without cycles', () => {
    const graphs = fc
      .integer({ min: 1, max: 14 })
      .chain((size) =>
        fc.tuple(
          ...Array.from({ length: size }, (_, node) =>
            fc.uniqueArray(node === 0 ? fc.constant(0) : fc.nat(node - 1), { maxLength: node === 0 ? 0 : 3 }),
          ),
        ),
      )
    fc.assert(
      fc.property(graphs, (predecessors) => {
        expect(dominators(predecessors)).toEqual(predecessors.map((_, node) => byDefinition(predecessors, node)))
      }),
    )
  })

  it('is found at once at the end of a chain of 100,000', () => {
    const chain = Array.from({ length: 100_000 }, (_, node) => (node === 0 ? [] : [node - 1]))
    expect(dominators([...chain, [5, 99_999]]).at(-1)).toBe(5)
  })
})
