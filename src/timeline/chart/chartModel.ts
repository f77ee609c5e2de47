import type { NodeId } from '#contract/ids.ts'
import type { CriticalPath } from '../model/criticalPath.ts'
import type { IdleGap } from '../model/idleGaps.ts'
import type { Timeline } from '../model/layoutLanes.ts'
import type { ChartState } from './chartStore.ts'
import type { PlacedLanes } from './placeLanes.ts'
import type { Ground } from './windowMoves.ts'

/** What one chart shows, whatever of it is in view. It changes with the data and with what is folded, not with a frame. */
export type ChartModel = {
  readonly timeline: Timeline
  readonly placed: PlacedLanes
  readonly gaps: readonly ChartGap[]
  readonly path: CriticalPath | undefined
  /** The node that is open, and the row of the event that is open. */
  readonly selected: NodeId | undefined
  readonly selectedRow: number | undefined
}

export type ChartGap = IdleGap & { readonly isFolded: boolean }

/** Pixels right of the last moment, where the bars that end there have their least width. */
const END_ROOM = 12
/** Pixels of the time axis, and of the line below it that names the gaps, where there are any. */
const AXIS_HEIGHT = 26
const GAP_LINE = 18

export const headHeight = ({ gaps }: Pick<ChartModel, 'gaps'>): number => AXIS_HEIGHT + (gaps.length > 0 ? GAP_LINE : 0)
export const axisHeight = AXIS_HEIGHT

/** Undefined where nothing bears a time, or the chart has no size yet. */
export function groundOf({ timeline, gaps }: ChartModel, { width }: Pick<ChartState, 'width'>): Ground | undefined {
  if (!timeline.span || width <= END_ROOM) return undefined
  return { span: timeline.span, width: width - END_ROOM, folded: gaps.filter((gap) => gap.isFolded) }
}
