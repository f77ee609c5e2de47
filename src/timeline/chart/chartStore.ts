import type { NodeId } from '#contract/ids.ts'
import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Mark } from './layoutTimeline.ts'

/** Where the keyboard stands: on a lane's own bar, or on one of its events. Null is the run's lane. */
export type Cursor = { readonly node_id: NodeId | null; readonly row: number | undefined }

/**
 * What changes with every frame of one chart: where the reader looks and what is pointed at. It is created with the chart and gone with
 * it. The canvas listens to it directly; no component renders when it changes, but for those that show just a part of it.
 */
export type ChartState = {
  /** Undefined: the whole. Not whole microseconds while a gesture lasts. */
  readonly window: TimeWindow | undefined
  /** Pixels of the canvas, and how far the lanes are scrolled. */
  readonly width: number
  readonly height: number
  readonly top: number
  readonly hovered: Hovered
  /** Undefined until a key or a click has put it somewhere. */
  readonly cursor: Cursor | undefined
}

export type Hovered =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mark'; readonly mark: Mark }
  /** Place among the idle gaps. */
  | { readonly kind: 'gap'; readonly gap: number }

export const NOTHING: Hovered = { kind: 'nothing' }

export type ChartStore = StoreApi<ChartState>

export const createChartStore = (window: TimeWindow | undefined): ChartStore =>
  createStore<ChartState>()(() => ({ window, width: 0, height: 0, top: 0, hovered: NOTHING, cursor: undefined }))
