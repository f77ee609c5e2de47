import type { EventId } from '#contract/ids.ts'
import type { Lane, TimelineEvent } from './layoutTimeline.ts'

/** Pixels; `TimelineGrid.module.css` has texts for it. Unfolded events are higher, as their text needs. */
export const ROW_HEIGHT = 28

/** What stands in one row of the timeline, from top to bottom as it is seen. */
export type TimelineRow =
  | { readonly kind: 'lane'; readonly key: string; readonly lane: Lane; readonly fold: Fold }
  | {
      readonly kind: 'event'
      readonly key: string
      readonly lane: Lane
      readonly item: TimelineEvent
      /** Only events without a node unfold in place; the others open in their node. */
      readonly fold: Fold
    }
  /** The unfolded event of the row above. */
  | { readonly kind: 'detail'; readonly key: string; readonly lane: Lane; readonly item: TimelineEvent }

export type Fold = 'leaf' | 'folded' | 'open'

export const laneKey = (lane: Lane): string => (lane.kind === 'run' ? 'run' : `node ${lane.node.node_id}`)

/** What the reader has folded and unfolded: lanes are as `folded` says, but for the exceptions. */
export type FoldState = {
  readonly folded: boolean
  readonly exceptions: ReadonlySet<string>
  readonly opened: ReadonlySet<EventId>
}

/** More events than these are too many to be shown unasked: the lanes begin folded. */
export const OPEN_EVENTS_MAX = 200

export const initialFold = (eventTotal: number): FoldState => ({
  folded: eventTotal > OPEN_EVENTS_MAX,
  exceptions: new Set(),
  opened: new Set(),
})

const toggled = <T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => {
  const next = new Set(set)
  if (!next.delete(item)) next.add(item)
  return next
}

/** Folds what is open and opens what is folded; a row that cannot do either leaves all as it is. */
export function toggleRow(state: FoldState, row: TimelineRow): FoldState {
  if (row.kind === 'detail' || row.fold === 'leaf') return state
  if (row.kind === 'lane') return { ...state, exceptions: toggled(state.exceptions, row.key) }
  return { ...state, opened: toggled(state.opened, row.item.event.event_id) }
}

export function timelineRows(lanes: readonly Lane[], state: FoldState): readonly TimelineRow[] {
  return lanes.flatMap((lane): readonly TimelineRow[] => {
    const key = laneKey(lane)
    if (lane.events.length === 0) return [{ kind: 'lane', key, lane, fold: 'leaf' }]
    if (state.folded !== state.exceptions.has(key)) return [{ kind: 'lane', key, lane, fold: 'folded' }]
    const below = lane.events.flatMap((item) => eventRows(lane, item, state.opened))
    return [{ kind: 'lane', key, lane, fold: 'open' }, ...below]
  })
}

function eventRows(lane: Lane, item: TimelineEvent, opened: ReadonlySet<EventId>): readonly TimelineRow[] {
  const { event_id } = item.event
  const key = `event ${event_id}`
  if (lane.kind === 'node') return [{ kind: 'event', key, lane, item, fold: 'leaf' }]
  if (!opened.has(event_id)) return [{ kind: 'event', key, lane, item, fold: 'folded' }]
  return [
    { kind: 'event', key, lane, item, fold: 'open' },
    { kind: 'detail', key: `detail ${event_id}`, lane, item },
  ]
}

/** `aria-level`: lanes are 1, their events 2 and deeper. */
export function levelOf(row: TimelineRow): number {
  switch (row.kind) {
    case 'lane':
      return 1
    case 'event':
      return row.item.depth + 2
    case 'detail':
      return row.item.depth + 3
  }
}
