import type { RefObject } from 'react'
import { barEnd } from '../model/times.ts'
import { groundOf, headHeight, type ChartModel } from './chartModel.ts'
import type { ChartState, ChartStore } from './chartStore.ts'
import { laneAt } from './placeLanes.ts'
import { useWindowRest } from './useWindowRest.ts'

/** Milliseconds without change after which a gesture counts as finished. */
const REST = 200

/**
 * The scroll position to use if no visible lane has a bar in the visible window: that of the first lane that has one.
 * In a run with thousands of nodes, the activity of a time window may be a few lanes far down, which nobody finds by
 * scrolling. The run's own lane does not count, because it always has a bar. Undefined if no scrolling is needed.
 * O(lanes).
 */
export function topOfActiveLane(model: ChartModel, state: ChartState): number | undefined {
  const ground = groundOf(model, state)
  if (!ground || state.window === undefined) return undefined
  const { from, to } = state.window
  const { lanes, tops } = model.placed
  const active = (place: number): boolean => {
    const lane = lanes[place]
    if (lane?.kind !== 'node') return false
    return lane.times.start <= to && barEnd(lane.times, ground.span.end) >= from
  }
  const last = laneAt(model.placed, state.top + state.height - headHeight(model))
  for (let place = Math.max(0, laneAt(model.placed, state.top)); place <= last; place++)
    if (active(place)) return undefined
  const first = lanes.findIndex((_, place) => active(place))
  return first < 0 ? undefined : tops[first]
}

/** Scrolls the lanes to the visible window after a gesture. */
export function useFollowTime(store: ChartStore, model: ChartModel, scrollRef: RefObject<HTMLElement | null>): void {
  useWindowRest(store, REST, () => {
    const top = topOfActiveLane(model, store.getState())
    if (top !== undefined && scrollRef.current) scrollRef.current.scrollTop = top
  })
}
