import type { NodeId } from '#contract/ids.ts'
import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Mark } from './layoutTimeline.ts'

/** The keyboard cursor: on a lane's own bar, or on one of its events. Null is the run's lane. */
export type Cursor = { readonly node_id: NodeId | null; readonly row: number | undefined }

/**
 * The state that changes with every frame of a chart: the visible window and what is hovered. Created and discarded
 * with the chart. The canvas subscribes directly; only components that show a part of it render on change.
 */
export type ChartState = {
  /** Undefined: the whole. May have fractional microseconds during a gesture. */
  readonly window: TimeWindow | undefined
  /** Size of the canvas and scroll position of the lanes, in pixels. */
  readonly width: number
  readonly height: number
  readonly top: number
  readonly hovered: Hovered
  /** Undefined until a key or a click sets it. */
  readonly cursor: Cursor | undefined
}

export type Hovered =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mark'; readonly mark: Mark }
  /** Index among the idle gaps. */
  | { readonly kind: 'gap'; readonly gap: number }

export const NOTHING: Hovered = { kind: 'nothing' }

export type ChartStore = StoreApi<ChartState>

export const createChartStore = (window: TimeWindow | undefined): ChartStore =>
  createStore<ChartState>()(() => ({ window, width: 0, height: 0, top: 0, hovered: NOTHING, cursor: undefined }))
