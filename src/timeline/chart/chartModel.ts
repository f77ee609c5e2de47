import type { NodeId } from '#contract/ids.ts'
import type { CriticalPath } from '../model/criticalPath.ts'
import type { IdleGap } from '../model/idleGaps.ts'
import type { Timeline } from '../model/layoutLanes.ts'
import type { ChartState } from './chartStore.ts'
import type { PlacedLanes } from './placeLanes.ts'
import type { Ground } from './windowMoves.ts'

/**
 * The content of a chart, independent of the visible part. It changes with the data and with collapsing, not per
 * frame.
 */
export type ChartModel = {
  readonly timeline: Timeline
  readonly placed: PlacedLanes
  readonly gaps: readonly ChartGap[]
  readonly path: CriticalPath | undefined
  /** The open node, and the row of the open event. */
  readonly selected: NodeId | undefined
  readonly selectedRow: number | undefined
  /** By lane: 1 if its node does not match the filter, else 0. Undefined without a filter. */
  readonly back?: Uint8Array | undefined
}

export type ChartGap = IdleGap & { readonly isFolded: boolean }

/** Pixels after the end of the run, for the minimum width of bars that end there. */
const END_ROOM = 12
/** Height in pixels of the time axis, and of the gap labels below it, if there are gaps. */
const AXIS_HEIGHT = 26
const GAP_LINE = 18

export const headHeight = ({ gaps }: Pick<ChartModel, 'gaps'>): number => AXIS_HEIGHT + (gaps.length > 0 ? GAP_LINE : 0)
export const axisHeight = AXIS_HEIGHT

/** Undefined if nothing has a time, or the chart has no size yet. */
export function groundOf({ timeline, gaps }: ChartModel, { width }: Pick<ChartState, 'width'>): Ground | undefined {
  if (!timeline.span || width <= END_ROOM) return undefined
  return { span: timeline.span, width: width - END_ROOM, folded: gaps.filter((gap) => gap.isFolded) }
}
