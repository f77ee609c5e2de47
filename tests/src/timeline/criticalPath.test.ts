import type { DAGEdge } from '#contract/entities.ts'
import { NodeId } from '#contract/ids.ts'
import { anEdge } from '#mocks/fixtures/builders.ts'
import { criticalPath } from '#src/timeline/model/criticalPath.ts'
import { pathInWords } from '#src/timeline/words.ts'
import { describe, expect, it } from 'vitest'

const timed = (node_id: string, start: number, end: number, isWaiting = false) => ({
  node_id: NodeId.parse(node_id),
  start,
  end,
  isWaiting,
})
const edges = (...pairs: readonly string[]): readonly DAGEdge[] =>
  pairs.map((pair) => anEdge({ from_node_id: pair[0] ?? '', to_node_id: pair[1] ?? '' }))
const pathOf = (...given: Parameters<typeof criticalPath>) => criticalPath(...given)?.steps.map((step) => step.node_id)

describe('the critical path', () => {
  it('goes back by the edges, each time to the predecessor that ended last', () => {
    const nodes = [timed('a', 0, 10), timed('b', 10, 20), timed('c', 10, 40), timed('d', 40, 50)]
    expect(pathOf(nodes, edges('ab', 'ac', 'bd', 'cd'))).toEqual(['a', 'c', 'd'])
  })

  it('tells how much of it was work and how much waiting', () => {
    const nodes = [timed('a', 0, 10_000_000), timed('b', 30_000_000, 40_000_000), timed('x', 0, 39_000_000)]
    const path = criticalPath(nodes, edges('ab'))
    expect(path).toMatchObject({ total: 40_000_000, work: 20_000_000 })
    expect(path?.steps.map(({ waited }) => waited)).toEqual([0, 20_000_000])
    expect(path && pathInWords(path, 3)).toBe('Critical path: 2 of 3 nodes, 40 s: 20 s of work (50 %), 20 s of waiting')
  })

  it('counts the time of a node that waits for a person as waiting', () => {
    const nodes = [timed('a', 0, 10), timed('b', 10, 40, true), timed('c', 40, 50)]
    expect(criticalPath(nodes, edges('ab', 'bc'))).toMatchObject({ total: 50, work: 20, steps: { length: 3 } })
  })

  it('goes by time where the edges say nothing', () => {
    const nodes = [timed('a', 0, 10), timed('b', 0, 18), timed('c', 20, 30)]
    expect(pathOf(nodes, [])).toEqual(['b', 'c'])
  })

  it('counts a predecessor that streamed on only up to the begin of the next', () => {
    const path = criticalPath([timed('a', 0, 25), timed('b', 20, 30)], edges('ab'))
    expect(path).toMatchObject({ work: 30, total: 30, steps: [{ end: 20 }, { start: 20 }] })
  })

  it('ends in graphs with cycles and loops, and walks no node twice', () => {
    const nodes = [timed('a', 0, 10), timed('b', 10, 20), timed('c', 20, 30)]
    expect(pathOf(nodes, edges('ab', 'bc', 'ca', 'cc', 'ba'))).toEqual(['a', 'b', 'c'])
  })

  it('is none where no node bears a time', () => {
    expect(criticalPath([], edges('ab'))).toBeUndefined()
  })
})
