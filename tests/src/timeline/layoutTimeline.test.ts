import { EVENT_BAR, LEAST, layoutTimeline, markAt, markUnder, type Marks } from '#src/timeline/chart/layoutTimeline.ts'
import { laneAt, LANE_HEIGHT, LINE_HEIGHT, placeLanes, toggleLane } from '#src/timeline/chart/placeLanes.ts'
import { timeScale } from '#src/timeline/model/timeScale.ts'
import { FAILED } from '#src/timeline/model/tones.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { error, event, node, timelineOf, us } from '#tests/support/app/rows.ts'

const inA = { node_id: 'a', status: 'completed' }
const UNFOLDED = { folded: false, exceptions: new Set<string>() }
const FOLDED = { folded: true, exceptions: new Set<string>() }

/** The marks of a timeline of 100 seconds on 1,000 pixels, or of a window of it in seconds. */
function marks(
  events: Parameters<typeof timelineOf>[0]['events'],
  { from = 0, to = 100, fold = UNFOLDED } = {},
): Marks {
  const timeline = timelineOf({ nodes: [node('a', { from: 0, to: 100 })], events: events ?? [] })
  const scale = timeScale({ from: us(from), to: us(to) }, 1000, [])
  return layoutTimeline(timeline, placeLanes(timeline.lanes, fold), { scale, top: 0, height: 600 })
}
const places = (drawn: Marks['bars']) =>
  drawn.filter(({ row }) => row >= 0).map(({ x, width, count }) => [x, width, count])

describe('the marks of a window', () => {
  it('lie where their times are, below the bar of their lane', () => {
    const { bars } = marks([event('e', { from: 10, to: 30 }, inA)])
    expect(bars).toMatchObject([
      { lane: 0, row: -1, x: 0, width: 1000, y: 4 },
      { lane: 0, row: 0, x: 100, width: 200, y: LANE_HEIGHT, shape: 'span' },
    ])
  })

  it('are eight pixels wide at least, so that a moment can be hit', () => {
    expect(places(marks([event('e', { from: 10 }, inA), event('f', { from: 20, to: 20.1 }, inA)]).bars)).toEqual([
      [100, LEAST, 1],
      [200, LEAST, 1],
    ])
  })

  it('that would share pixels are one, and are told apart by zooming in', () => {
    const events = [10, 10.2, 10.4, 30].map((from) => event(`e${from}`, { from }, inA))
    expect(places(marks(events).bars)).toEqual([
      [100, LEAST, 3],
      [300, LEAST, 1],
    ])
    expect(places(marks(events, { from: 10, to: 11 }).bars).map(([, , count]) => count)).toEqual([1, 1, 1])
  })

  it('do not take a long bar into a shared mark before it', () => {
    const events = [event('short', { from: 10 }, inA), event('long', { from: 10.3, to: 40 }, inA)]
    expect(places(marks(events).bars)).toEqual([
      [100, LEAST, 1],
      [103, 297, 1],
    ])
  })

  it('that began before the window and reach into it are cut at its edge', () => {
    const [own, reaching] = marks([event('e', { from: 10, to: 60 }, inA)], { from: 50, to: 100 }).bars
    expect(own?.x).toBeLessThanOrEqual(0)
    expect(reaching).toMatchObject({ row: 0, count: 1 })
    expect((reaching?.x ?? 0) + (reaching?.width ?? 0)).toBeCloseTo(200)
  })

  it('outside the window and outside the lanes in view are not made', () => {
    expect(places(marks([event('e', { from: 10, to: 20 }, inA)], { from: 50, to: 100 }).bars)).toEqual([])
    const nodes = Array.from({ length: 100 }, (_, at) => node(`n${at}`, { from: 0, to: 1 }))
    const timeline = timelineOf({ nodes })
    const scale = timeScale({ from: us(0), to: us(1) }, 1000, [])
    const { bars } = layoutTimeline(timeline, placeLanes(timeline.lanes, FOLDED), { scale, top: 240, height: 48 })
    expect(bars.map(({ lane }) => lane)).toEqual([10, 11])
  })

  it('are in the tone of the most telling among those that share pixels, which a click opens', () => {
    const events = [event('a', { from: 10 }, inA), error('bad', 10.1, inA), event('b', { from: 10.2 }, inA)]
    expect(marks(events).errors).toMatchObject([{ row: 1, count: 3, tone: FAILED }])
  })

  it('never swallow an error that is in view, at any zoom, folded or not', () => {
    const moments = fc.array(fc.record({ from: fc.integer({ min: 0, max: 99 }), isError: fc.boolean() }), {
      minLength: 1,
      maxLength: 60,
    })
    const windows = fc.constantFrom([0, 100], [20, 30], [40, 41])
    fc.assert(
      fc.property(moments, windows, fc.constantFrom(FOLDED, UNFOLDED), (given, [from = 0, to = 1], fold) => {
        const events = given.map((each, at) =>
          each.isError ? error(`e${at}`, each.from, inA) : event(`e${at}`, { from: each.from, to: each.from + 3 }, inA),
        )
        const { errors } = marks(events, { from, to, fold })
        for (const { from: start } of given.filter((each) => each.isError && each.from >= from && each.from <= to)) {
          const x = ((start - from) / (to - from)) * 1000
          expect(errors.some((mark) => mark.x <= x + 0.01 && x <= mark.x + mark.width + 0.01)).toBe(true)
        }
      }),
    )
  })

  it('are as many as fit the screen, however many events there are', () => {
    const events = Array.from({ length: 5000 }, (_, at) => event(`e${at}`, { from: at / 60 }, inA))
    const { bars } = marks(events)
    expect(bars.length).toBeLessThan(2 * (1000 / LEAST))
    expect(bars.reduce((sum, { row, count }) => sum + (row < 0 ? 0 : count), 0)).toBe(5000)
  })

  it('of a folded lane are its own bar and its errors', () => {
    const { bars, errors } = marks([event('e', { from: 10, to: 20 }, inA), error('bad', 30, inA)], { fold: FOLDED })
    expect(bars).toHaveLength(1)
    expect(errors).toMatchObject([{ row: 1, x: 300, width: LEAST }])
  })
})

describe('a place in the chart', () => {
  const events = [event('e', { from: 10, to: 20 }, inA), error('bad', 15, { ...inA, parent_event_id: 'e' })]
  const timeline = timelineOf({ nodes: [node('a', { from: 0, to: 100 }), node('b', { from: 0, to: 9 })], events })
  const placed = placeLanes(timeline.lanes, UNFOLDED)
  const view = { scale: timeScale({ from: us(0), to: us(100) }, 1000, []), top: 0, height: 600 }

  it('has the mark that was painted there last, an error above all', () => {
    const drawn = layoutTimeline(timeline, placed, view)
    expect(markUnder(drawn, 150, LANE_HEIGHT + 2)?.row).toBe(0)
    expect(markUnder(drawn, 152, LANE_HEIGHT + LINE_HEIGHT + 2)?.row).toBe(1)
    expect(markUnder(drawn, 500, 10)?.row).toBe(-1)
    expect(markUnder(drawn, 500, LANE_HEIGHT + 2)).toBeUndefined()
  })

  it('is where an event is looked for; where its lane is folded over it, on the bar of the lane', () => {
    expect(markAt(timeline, placed, view, 0, 0)).toMatchObject({ x: 100, width: 100, y: LANE_HEIGHT })
    const folded = placeLanes(timeline.lanes, FOLDED)
    expect(markAt(timeline, folded, view, 0, 0)).toMatchObject({
      x: 100,
      width: LEAST,
      y: (LANE_HEIGHT - EVENT_BAR) / 2,
    })
    expect(markAt(timeline, folded, view, 0, 1)).toMatchObject({ x: 150 })
  })

  it('belongs to the lane that is drawn there', () => {
    const height = LANE_HEIGHT + 2 * LINE_HEIGHT + 5
    expect([-1, 0, height - 1, height, height + LANE_HEIGHT].map((y) => laneAt(placed, y))).toEqual([-1, 0, 0, 1, 2])
  })

  it('moves when a lane is folded; a lane without events cannot be', () => {
    const [a, b] = timeline.lanes
    if (!a || !b) throw new Error('there are two lanes')
    expect([...placeLanes(timeline.lanes, toggleLane(UNFOLDED, a)).tops]).toEqual([0, LANE_HEIGHT, 2 * LANE_HEIGHT])
    expect(toggleLane(UNFOLDED, b)).toBe(UNFOLDED)
  })
})
