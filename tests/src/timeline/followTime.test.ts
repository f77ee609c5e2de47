import { NOTHING, type ChartState } from '#src/timeline/chart/chartStore.ts'
import { LANE_HEIGHT, placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { topOfActiveLane } from '#src/timeline/chart/useFollowTime.ts'
import { expect, it } from 'vitest'
import { event, node, timelineOf, us } from '#tests/support/app/rows.ts'

/** A hundred nodes, each a second long and after the one before, in a chart that shows about ten of them. */
const timeline = timelineOf({
  nodes: Array.from({ length: 100 }, (_, index) => node(`n${index}`, { from: index, to: index + 1 })),
  events: [event('loose', { from: 0, to: 100 })],
})
const placed = placeLanes(timeline.lanes, { folded: true, exceptions: new Set() })
const model = { timeline, placed, gaps: [], path: undefined, selected: undefined, selectedRow: undefined }
const at = (window: ChartState['window'], top = 0) =>
  topOfActiveLane(model, { window, width: 1012, height: 10 * LANE_HEIGHT, top, hovered: NOTHING, cursor: undefined })

it('lanes of another time give way to the first one of the time in view', () => {
  // The run's own lane, which is active all the time, stands first.
  expect(at({ from: us(50) + 1, to: us(52) })).toBe(51 * LANE_HEIGHT)
})

it('nothing moves while a lane in view has something in the time in view', () => {
  expect(at({ from: us(5), to: us(60) })).toBeUndefined()
  expect(at({ from: us(50), to: us(52) }, 51 * LANE_HEIGHT)).toBeUndefined()
})

it('nothing moves where the whole run is in view', () => {
  expect(at(undefined)).toBeUndefined()
})
