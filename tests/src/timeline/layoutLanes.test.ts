import { anEdge } from '#mocks/fixtures/builders.ts'
import { inOrder, type Lane } from '#src/timeline/model/layoutLanes.ts'
import { describe, expect, it } from 'vitest'
import { error, event, nameOf, node, timelineOf, us } from '#tests/support/app/rows.ts'

const inA = { node_id: 'a' }

/** The events of a lane line by line. */
const linesOf = (lane: Lane | undefined, ids: readonly string[]) =>
  lane?.subRows.map(({ rows }) => [...rows].map((row) => ids[row]).join(' '))

describe('lanes', () => {
  const nodes = [node('z'), node('d', { from: 1 }), node('y'), node('b', { from: 1 }), node('a', { from: 0 })]
  const edges = [
    anEdge({ from_node_id: 'b', to_node_id: 'd' }),
    anEdge({ from_node_id: 'y', to_node_id: 'z' }),
    anEdge({ from_node_id: 'd', to_node_id: 'y' }),
  ]

  it('stand in topological order, the run itself first', () => {
    const { lanes } = timelineOf({ nodes, edges, events: [event('lone', { from: 4 })] })
    expect(lanes.map(nameOf)).toEqual(['run', 'b', 'd', 'y', 'z', 'a'])
  })

  it('or, if asked, in the order of their starts, those without times last, equals as they were', () => {
    const { lanes } = timelineOf({ nodes, edges, events: [event('lone', { from: 4 })] })
    expect(inOrder(lanes, 'time').map(nameOf)).toEqual(['run', 'a', 'b', 'd', 'y', 'z'])
  })

  it('are marked where the two orders disagree, as few as can be', () => {
    const { lanes } = timelineOf({ nodes, edges })
    expect(lanes.filter(({ disagreement }) => disagreement !== 'none').map(nameOf)).toEqual(['a'])
  })

  it('have the events of their node; those of a node that the graph does not have yet are with the run', () => {
    const { lanes } = timelineOf({
      nodes: [node('a')],
      events: [event('1', {}, inA), event('2', {}, { node_id: 'new' }), event('3')],
    })
    expect(lanes.map((lane) => [nameOf(lane), [...lane.rows]])).toEqual([
      ['run', [1, 2]],
      ['a', [0]],
    ])
  })

  it('count what the server counted where less is here', () => {
    const { lanes } = timelineOf({ nodes: [node('a', {}, { error_count: 7, event_count: 90 })] })
    expect(lanes[0]).toMatchObject({ errorCount: 7, eventCount: 90 })
  })
})

describe('the span', () => {
  it('reaches from the first to the last moment of nodes and events', () => {
    const { span } = timelineOf({ nodes: [node('a', { from: 0, to: 10 })], events: [event('x', { from: -10 }, inA)] })
    expect(span).toEqual({ start: us(-10), end: us(10) })
  })
  it('does not believe an end before its start', () => {
    expect(timelineOf({ nodes: [node('a', { from: 0, to: 10 }), node('b', { from: 5, to: -99 })] }).span).toEqual({
      start: us(0),
      end: us(10),
    })
  })
  it('of a run of one moment has a length all the same, and of a run without times is none', () => {
    expect(timelineOf({ nodes: [node('a', { from: 3, to: 3 })] }).span).toEqual({ start: us(3), end: us(3) + 1000 })
    const untimed = timelineOf({ nodes: [node('a')], events: [event('e')] })
    expect(untimed.span).toBeUndefined()
    expect(untimed.untimed).toBe(1)
  })
})

describe('the events of a lane', () => {
  it('lie on lines by their depth, and side by side where they do not overlap', () => {
    const ids = ['call', 'think', 'code', 'wait', 'next']
    const { lanes } = timelineOf({
      nodes: [node('a', { from: 0, to: 10 })],
      events: [
        event('call', { from: 0, to: 8 }, inA),
        event('think', { from: 0, to: 3 }, { ...inA, parent_event_id: 'call' }),
        event('code', { from: 3, to: 5 }, { ...inA, parent_event_id: 'call' }),
        event('wait', { from: 4, to: 6 }, { ...inA, parent_event_id: 'call' }),
        event('next', { from: 8, to: 9 }, inA),
      ],
    })
    expect(linesOf(lanes[0], ids)).toEqual(['call next', 'think code', 'wait'])
  })

  it('that happened at the same moment lie on lines of their own, for no zoom could part them', () => {
    const ids = ['x', 'y', 'z']
    const events = ids.map((id) => event(id, { from: id === 'z' ? 2 : 1 }, inA))
    expect(linesOf(timelineOf({ nodes: [node('a')], events }).lanes[0], ids)).toEqual(['x z', 'y'])
  })

  it('take eight lines at most; every depth keeps one, and the last line of a depth takes the rest', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => event(`p${index}`, { from: 0, to: 5 }, inA))
    const child = event('child', { from: 1, to: 2 }, { ...inA, parent_event_id: 'p0' })
    const { lanes, line } = timelineOf({ nodes: [node('a')], events: [...twenty, child] })
    expect(lanes[0]?.subRows.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1, 1, 1, 14, 1])
    expect(line[20]).toBe(7)
    expect(lanes[0]?.subRows.map(({ overlaps }) => overlaps).indexOf(true)).toBe(6)
  })

  it('still going reach as far as anything of the run is known', () => {
    const events = [event('open', { from: 1 }, { ...inA, status: 'running' })]
    const { lanes } = timelineOf({ nodes: [node('a', { from: 0, to: 9 })], events })
    expect(lanes[0]?.subRows[0]?.end[0]).toBe(us(9))
  })

  it('are kept apart once more where they failed, each as a mark at its begin', () => {
    const { lanes } = timelineOf({
      nodes: [node('a')],
      events: [event('fine', { from: 1 }, inA), error('bad', 2, { ...inA, duration_ms: 4000 }), error('never', 9)],
    })
    expect(lanes.map(({ errors }) => [[...errors.rows], [...errors.end]])).toEqual([
      [[2], [us(9)]],
      [[1], [us(2)]],
    ])
  })

  it('are marked where they were recorded out of the order of time', () => {
    const events = [3, 1, 4, 5].map((from, place) => event(`e${from}`, { from }, { ...inA, execution_order: place }))
    expect([...timelineOf({ nodes: [node('a')], events }).disagreements].map((mark) => mark !== 0)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
