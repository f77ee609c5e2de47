import { idleGaps } from '#src/timeline/model/idleGaps.ts'
import { idleCauseInWords, gapDuration } from '#src/timeline/words.ts'
import { describe, expect, it } from 'vitest'
import { event, node, timelineOf } from '#tests/support/app/rows.ts'

const inA = { node_id: 'a' }

/** Each gap in words, as the reader has it. */
const gaps = (given: Parameters<typeof timelineOf>[0]) =>
  idleGaps(timelineOf(given)).map((gap) => `${gapDuration(gap)}: ${idleCauseInWords(gap.awaited)}`)

describe('idle gaps', () => {
  it('are times without recorded activity, also between nodes', () => {
    const nodes = [node('a', { from: 0, to: 10 }), node('b', { from: 50, to: 60 })]
    const events = [event('x', { from: 0, to: 10 }, inA), event('y', { from: 50, to: 60 }, { node_id: 'b' })]
    expect(gaps({ nodes, events })).toEqual(['40 s: no activity recorded'])
  })

  it('do not overlap the activity of another node', () => {
    const nodes = [node('a', { from: 0, to: 60 }), node('b', { from: 8, to: 55 })]
    const events = [event('x', { from: 0, to: 10 }, inA), event('y', { from: 8, to: 55 }, { node_id: 'b' })]
    expect(gaps({ nodes, events })).toEqual(['5.0 s: a was running, no activity recorded'])
  })

  it('name the node that ran without recording anything', () => {
    const nodes = [node('a', { from: 0, to: 60 }), node('b', { from: 2, to: 60 }), node('c', { from: 0, to: 60 })]
    const events = ['a', 'b', 'c'].flatMap((node_id) => [
      event(`${node_id}1`, { from: 0, to: 10 }, { node_id }),
      event(`${node_id}2`, { from: 50, to: 60 }, { node_id }),
    ])
    expect(gaps({ nodes, events })).toEqual(['40 s: b and 2 other nodes were running, no activity recorded'])
  })

  it('do not exist within a node without events', () => {
    expect(gaps({ nodes: [node('a', { from: 0, to: 60 })] })).toEqual([])
  })

  it('exist within a call that contains other calls', () => {
    const nodes = [node('a', { from: 0, to: 60 })]
    const events = [
      event('call', { from: 0, to: 60 }, { ...inA, event_type: 'agent_call' }),
      event('code', { from: 0, to: 20 }, { ...inA, parent_event_id: 'call' }),
      event('more', { from: 55, to: 60 }, { ...inA, parent_event_id: 'call' }),
    ]
    expect(gaps({ nodes, events })).toEqual(['35 s: a was running, no activity recorded'])
  })

  it('name the call that had started and not ended', () => {
    const call = { ...inA, event_type: 'tool_call', inputs: { tool: 'web_search' } }
    const events = [
      event('one', { from: 0 }, { ...call, event_subtype: 'start', inputs: { tool: 'read' } }),
      event('one done', { from: 1 }, { ...call, event_subtype: 'complete' }),
      event('two', { from: 2 }, { ...call, event_subtype: 'start' }),
      event('two done', { from: 40 }, { ...call, event_subtype: 'complete' }),
    ]
    expect(gaps({ nodes: [node('a', { from: 0, to: 40 })], events })).toEqual([
      '1.0 s: waiting for tool call: called read',
      '1.0 s: a was running, no activity recorded',
      '38 s: waiting for tool call: called web_search',
    ])
  })

  it('name the awaited approval, recorded as a span or as a point in time', () => {
    const asked = { ...inA, event_type: 'approval_requested', inputs: { question: 'Publish?' } }
    const end = event('after', { from: 50, to: 60 }, inA)
    for (const ask of [event('ask', { from: 0, to: 50 }, asked), event('ask', { from: 0 }, asked)])
      expect(gaps({ nodes: [node('a', { from: 0, to: 60 })], events: [ask, end] })).toEqual([
        '50 s: waiting for approval: Publish?',
      ])
    const nodes = [node('gate', { from: 0, to: 50 }, { node_type: 'approval' }), node('a', { from: 50, to: 60 })]
    expect(gaps({ nodes, events: [end] })).toEqual(['50 s: waiting for approval: gate'])
  })

  it('are the longest; short ones beside long ones are left out', () => {
    const events = Array.from({ length: 100 }, (_, at) => event(`e${at}`, { from: at * 10, to: at * 10 + 9.9 }, inA))
    expect(gaps({ nodes: [node('a', { from: 0, to: 1000 })], events })).toEqual([])
  })

  it('include gaps of minutes beside a gap of a night', () => {
    const events = [
      event('evening', { from: 0, to: 60 }, inA),
      event('morning', { from: 36_000, to: 36_060 }, inA),
      event('later', { from: 36_070, to: 36_100 }, inA),
    ]
    expect(gaps({ events, nodes: [node('a', { from: 0, to: 36_100 })] }).map((gap) => gap.split(':')[0])).toEqual([
      '9h 59m',
      '10 s',
    ])
  })

  it('leave a margin at either end, so that bars that start or end there stay visible when folded', () => {
    const nodes = [node('a', { from: 0, to: 10 }), node('b', { from: 60, to: 70 })]
    const [gap] = idleGaps(timelineOf({ nodes }))
    expect(gap && gap.from > gap.start && gap.to < gap.end).toBe(true)
  })
})
