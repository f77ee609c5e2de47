import { NO_NODE_FILTER } from '#src/lib/nodeFilter.ts'
import { matchesFilter, matchingNodes } from '#src/records/nodeFilter/matchingNodes.ts'
import { node } from '#tests/support/app/rows.ts'
import { describe, expect, it } from 'vitest'

const nodes = [
  node('plan', {}, { label: 'Plan', agent: 'Planner', status: 'completed', duration_ms: 500 }),
  node('read', {}, { label: 'Read pages', agent: 'reader', status: 'failed', duration_ms: 90_000 }),
  node('sum', {}, { label: 'Sum up', agent: null, status: 'running', duration_ms: null }),
]
const matching = (over: Partial<typeof NO_NODE_FILTER>) => [
  ...(matchingNodes(nodes, { ...NO_NODE_FILTER, ...over }) ?? ['no filter']),
]

describe('the filter of nodes', () => {
  it('is none without a condition', () => {
    expect(matching({})).toEqual(['no filter'])
  })

  it('takes any of several statuses and any of several agents', () => {
    expect(matching({ statuses: ['failed', 'running'] })).toEqual(['read', 'sum'])
    expect(matching({ agents: ['reader', 'Planner'] })).toEqual(['plan', 'read'])
  })

  it('takes nodes that took at least so long, and none of unknown duration', () => {
    expect(matching({ min_ms: 1 })).toEqual(['plan', 'read'])
    expect(matching({ min_ms: 90_000 })).toEqual(['read'])
    expect(matching({ min_ms: 90_001 })).toEqual([])
  })

  it('finds its text in name, id and agent, in either case', () => {
    expect(matching({ text: 'PAGES' })).toEqual(['read'])
    expect(matching({ text: 'planner' })).toEqual(['plan'])
    expect(matching({ text: 'sum' })).toEqual(['sum'])
  })

  it('takes only what meets all conditions', () => {
    expect(matching({ statuses: ['failed'], agents: ['Planner'] })).toEqual([])
    const filter = { statuses: ['failed'], agents: ['reader'], min_ms: 1000, text: 'read' }
    expect(nodes.map((each) => matchesFilter(each, filter))).toEqual([false, true, false])
  })
})
