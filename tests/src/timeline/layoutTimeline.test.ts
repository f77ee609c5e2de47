import { layoutTimeline, type Lane, type Timeline } from '#src/timeline/layoutTimeline.ts'
import { anEdge } from '#mocks/fixtures/builders.ts'
import { describe, expect, it } from 'vitest'
import { at, event, node } from './rows.ts'

/** One line a lane: its name, and its bar on a ruler of `width` characters; `|` is a bar without width. */
function drawn({ lanes }: Timeline, width = 20): readonly string[] {
  return lanes.map((lane) => {
    const name = nameOf(lane).padEnd(5)
    if (!lane.bar) return `${name}no bar`
    const length = Math.round(lane.bar.width * width)
    return `${name}${' '.repeat(Math.round(lane.bar.left * width))}${length === 0 ? '|' : '#'.repeat(length)}`
  })
}
const nameOf = (lane: Lane): string => (lane.kind === 'run' ? 'run' : lane.node.node_id)
const names = (timeline: Timeline) => timeline.lanes.map(nameOf)

describe('lanes', () => {
  it('lie on one axis from the first moment to the last, with their gaps', () => {
    const nodes = [node('c', { from: 8, to: 10 }), node('a', { from: 0, to: 2 }), node('b', { from: 2, to: 5 })]
    expect(drawn(layoutTimeline(nodes, [], []))).toEqual([
      'a    ####', //
      'b        ######',
      'c                    ####',
    ])
  })

  it('stand in the order of their starts, those without times last, equals as the graph has them', () => {
    const nodes = [node('z'), node('d', { from: 1 }), node('y'), node('b', { from: 1 }), node('a', { from: 0 })]
    const edges = [
      anEdge({ from_node_id: 'b', to_node_id: 'd' }),
      anEdge({ from_node_id: 'y', to_node_id: 'z' }),
      anEdge({ from_node_id: 'd', to_node_id: 'y' }),
    ]
    expect(names(layoutTimeline(nodes, edges, []))).toEqual(['a', 'b', 'd', 'y', 'z'])
  })

  it('without times have no bar and do not stretch the axis', () => {
    const timeline = layoutTimeline([node('a', { from: 0, to: 10 }), node('b')], [], [])
    expect(drawn(timeline)).toEqual(['a    ####################', 'b    no bar'])
  })

  it('that end before they start are a mark at their start, and their end is not believed', () => {
    const timeline = layoutTimeline([node('a', { from: 0, to: 10 }), node('b', { from: 5, to: -100 })], [], [])
    expect(drawn(timeline)).toEqual(['a    ####################', 'b              |'])
    expect(timeline.lanes[1]?.bar?.shape).toBe('backwards')
  })

  it('still going reach as far as anything of the run is known', () => {
    const nodes = [node('a', { from: 0, to: 10 }), node('b', { from: 5 }, { status: 'running' })]
    expect(drawn(layoutTimeline(nodes, [], []))).toEqual(['a    ####################', 'b              ##########'])
  })

  it('of a run that lasted one moment all lie at its beginning', () => {
    const timeline = layoutTimeline([node('a', { from: 3, to: 3 }), node('b', { from: 3 })], [], [])
    expect(drawn(timeline)).toEqual(['a    |', 'b    |'])
  })

  it('of a run without any times have no axis', () => {
    const timeline = layoutTimeline([node('a')], [], [event('e')])
    expect(timeline.span).toBeUndefined()
    expect(drawn(timeline)).toEqual(['run  no bar', 'a    no bar'])
  })
})

describe('events', () => {
  const nodes = [node('a', { from: 0, to: 10 })]

  it('lie in the lane of their node, and may reach beyond it', () => {
    const timeline = layoutTimeline(nodes, [], [event('late', { from: 10, to: 20 }, { node_id: 'a' })])
    expect(drawn(timeline)).toEqual(['a    ##########'])
    expect(timeline.lanes[0]?.events[0]?.bar).toEqual({ left: 0.5, width: 0.5, shape: 'span' })
  })

  it('without a node lie in a lane of the run, which comes first', () => {
    const timeline = layoutTimeline(nodes, [], [event('x', { from: 5, to: 6 }), event('y', { from: 8, to: 9 })])
    expect(drawn(timeline)).toEqual(['run            ########', 'a    ####################'])
  })

  it('of a node that the graph does not have yet are shown with the run, never dropped', () => {
    const timeline = layoutTimeline(nodes, [], [event('x', { from: 1 }, { node_id: 'new' })])
    expect(timeline.lanes[0]).toMatchObject({ kind: 'run', events: [{ event: { event_id: 'x' } }] })
  })

  it('mark their lane where they failed, once for errors that lie together', () => {
    const failed = { node_id: 'a', is_error: true }
    const errors = [
      event('1', { from: 5 }, failed),
      event('2', { from: 5 }, failed),
      event('3', { from: 8 }, failed),
      event('no time', {}, failed),
    ]
    const [lane] = layoutTimeline(nodes, [], errors).lanes
    expect(lane?.errorMarks).toEqual([0.5, 0.8])
    expect(lane?.errorCount).toBe(4)
  })

  it('that are not loaded count all the same', () => {
    const [lane] = layoutTimeline([node('a', { from: 0, to: 1 }, { error_count: 7 })], [], []).lanes
    expect(lane?.errorCount).toBe(7)
  })

  it('stretch the axis over what their nodes recorded', () => {
    const timeline = layoutTimeline(nodes, [], [event('x', { from: -10 }, { timestamp: at(-10), node_id: 'a' })])
    expect(drawn(timeline)).toEqual(['a              ##########'])
  })
})
