import { chartKey } from '#src/timeline/chart/chartKeys.ts'
import type { ChartModel } from '#src/timeline/chart/chartModel.ts'
import { NOTHING, type ChartState, type Cursor } from '#src/timeline/chart/chartStore.ts'
import { placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { NodeId } from '#contract/ids.ts'
import { describe, expect, it } from 'vitest'
import { error, event, node, timelineOf, us } from '#tests/support/app/rows.ts'

const inA = { node_id: 'a' }
const timeline = timelineOf({
  nodes: [node('a', { from: 0, to: 50 }), node('b', { from: 50, to: 90 }), node('c', { from: 90, to: 100 })],
  events: [
    event('late', { from: 30, to: 40 }, inA),
    event('early', { from: 10, to: 20 }, inA),
    error('bad', 60, { node_id: 'b' }),
    error('worse', 95, { node_id: 'c' }),
    event('after', { from: 97, to: 98 }, { node_id: 'c' }),
  ],
})
const modelOf = (folded: boolean): ChartModel => ({
  timeline,
  placed: placeLanes(timeline.lanes, { folded, exceptions: new Set() }),
  gaps: [],
  path: undefined,
  selected: undefined,
  selectedRow: undefined,
})
const state: ChartState = { window: undefined, width: 1012, height: 600, top: 0, hovered: NOTHING, cursor: undefined }
const on = (id: string, row?: number): Cursor => ({ node_id: NodeId.parse(id), row })

const press = (
  key: string,
  cursor?: Cursor,
  { folded = false, shiftKey = false, ...more }: Partial<ChartState> & { folded?: boolean; shiftKey?: boolean } = {},
) =>
  chartKey({ key, shiftKey, altKey: false, ctrlKey: false, metaKey: false }, modelOf(folded), {
    ...state,
    cursor,
    ...more,
  })

describe('the keys of the chart', () => {
  it('stand on the first lane first, then go from lane to lane and stay within them', () => {
    expect(press('ArrowDown')).toEqual({ kind: 'cursor', cursor: on('a') })
    expect(press('ArrowDown', on('a', 0))).toEqual({ kind: 'cursor', cursor: on('b') })
    expect(press('PageDown', on('a'))).toEqual({ kind: 'cursor', cursor: on('c') })
    expect(press('ArrowUp', on('a'))).toEqual({ kind: 'cursor', cursor: on('a') })
  })

  it('go from the lane to its events in the order of time, and back', () => {
    expect(press('ArrowRight', on('a'))).toEqual({ kind: 'cursor', cursor: on('a', 1) })
    expect(press('ArrowRight', on('a', 1))).toEqual({ kind: 'cursor', cursor: on('a', 0) })
    expect(press('ArrowRight', on('a', 0))).toEqual({ kind: 'cursor', cursor: on('a', 0) })
    expect(press('ArrowLeft', on('a', 1))).toEqual({ kind: 'cursor', cursor: on('a') })
  })

  it('of a folded lane reach its errors only, as these alone are drawn', () => {
    expect(press('ArrowRight', on('a'), { folded: true })).toEqual({ kind: 'cursor', cursor: on('a') })
    expect(press('ArrowRight', on('b'), { folded: true })).toEqual({ kind: 'cursor', cursor: on('b', 2) })
  })

  it('E goes to the next error, with Shift to the one before, and nowhere after the last', () => {
    expect(press('e')).toEqual({ kind: 'cursor', cursor: on('b', 2) })
    expect(press('e', on('b', 2))).toEqual({ kind: 'cursor', cursor: on('c', 3) })
    expect(press('e', on('c', 3))).toBeUndefined()
    expect(press('E', on('c', 3))).toEqual({ kind: 'cursor', cursor: on('b', 2) })
  })

  it('E counts from the event that they stand on, be it an error or not', () => {
    expect(press('e', on('c', 4))).toBeUndefined()
    expect(press('E', on('c', 4))).toEqual({ kind: 'cursor', cursor: on('c', 3) })
    expect(press('e', on('a', 1))).toEqual({ kind: 'cursor', cursor: on('b', 2) })
    expect(press('E', on('c'))).toEqual({ kind: 'cursor', cursor: on('b', 2) })
  })

  it('open what they stand on, and fold its lane', () => {
    expect(press('Enter', on('b', 2))).toMatchObject({ kind: 'open', lane: { node: { node_id: 'b' } }, row: 2 })
    expect(press(' ', on('b'))).toMatchObject({ kind: 'toggle', lane: { node: { node_id: 'b' } } })
    expect(press('Enter')).toBeUndefined()
  })

  it('zoom around the bar that they stand on, pan with Shift, and show all again', () => {
    const zoomed = press('+', on('a', 1))
    expect(zoomed).toEqual({ kind: 'window', window: { from: us(5), to: us(55) } })
    const window = { from: us(20), to: us(30) }
    expect(press('ArrowRight', undefined, { window, shiftKey: true })).toEqual({
      kind: 'window',
      window: { from: us(21), to: us(31) },
    })
    expect(press('0', undefined, { window })).toEqual({ kind: 'window', window: undefined })
  })

  it('leave all others to the app', () => {
    expect(press('?')).toBeUndefined()
    expect(
      chartKey({ key: '+', shiftKey: false, altKey: false, ctrlKey: true, metaKey: false }, modelOf(false), state),
    ).toBeUndefined()
  })
})
