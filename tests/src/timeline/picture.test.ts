import { NOTHING } from '#src/timeline/chart/chartStore.ts'
import { pictureOf } from '#src/timeline/chart/picture.ts'
import { placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { idleGaps } from '#src/timeline/model/idleGaps.ts'
import { expect, it } from 'vitest'
import { event, node, timelineOf, us } from '#tests/support/app/rows.ts'

const NIGHT = 12 * 3600
const timeline = timelineOf({
  nodes: [node('a', { from: 0, to: 1 }), node('b', { from: NIGHT, to: NIGHT + 1 })],
  events: [
    event('before', { from: 0, to: 1 }, { node_id: 'a' }),
    event('after', { from: NIGHT, to: NIGHT + 1 }, { node_id: 'b' }),
  ],
})

/** The ticks of 1,000 pixels with the night between the two nodes folded. */
function ticks(window?: { from: number; to: number }) {
  const gaps = idleGaps(timeline).map((gap) => ({ ...gap, isFolded: true }))
  const placed = placeLanes(timeline.lanes, { folded: true, exceptions: new Set() })
  const model = { timeline, placed, gaps, path: undefined, selected: undefined, selectedRow: undefined }
  const state = { window, width: 1012, height: 600, top: 0, hovered: NOTHING, cursor: undefined }
  return pictureOf(model, state)?.ticks ?? []
}

it('has ticks on either side of a folded night and none within, however few microseconds a pixel is', () => {
  const [gap] = idleGaps(timeline)
  if (!gap) throw new Error('the night is a gap')
  const near = ticks({ from: gap.from - 500, to: gap.to + 500 })
  const fold = { left: (1000 - 28) / 2, right: (1000 + 28) / 2 }
  expect(near.some(({ x }) => x <= fold.left)).toBe(true)
  expect(near.some(({ x }) => x >= fold.right)).toBe(true)
  expect(near.filter(({ x }) => x > fold.left && x < fold.right)).toEqual([])
  expect(near.length).toBeLessThan(15)
})

it('has none in a window that lies in the fold', () => {
  expect(ticks({ from: us(NIGHT / 2), to: us(NIGHT / 2 + 1) })).toEqual([])
})
