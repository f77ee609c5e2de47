import type { TimeWindow } from '#src/navigation/runViewState.ts'
import type { Lane } from '../model/layoutLanes.ts'
import { groundOf, type ChartModel } from './chartModel.ts'
import type { ChartState, Cursor } from './chartStore.ts'
import { laneOfCursor, moveCursor, nextError } from './moveCursor.ts'
import { ZOOM_STEP } from './useChartGestures.ts'
import { panned, scaleOf, zoomed } from './windowMoves.ts'

/** Fraction of the width that a key pans by. */
const PAN = 0.1

export type ChartAct =
  | { readonly kind: 'cursor'; readonly cursor: Cursor }
  | { readonly kind: 'window'; readonly window: TimeWindow | undefined }
  | { readonly kind: 'toggle'; readonly lane: Lane }
  | { readonly kind: 'open'; readonly lane: Lane; readonly row: number | undefined }

type Key = {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The action of a key in the chart; undefined leaves the key to the browser and the app. */
export function chartKey(event: Key, model: ChartModel, state: ChartState): ChartAct | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined
  const { cursor } = state
  switch (event.key) {
    case '+':
    case '=':
      return zoomBy(model, state, 1 / ZOOM_STEP)
    case '-':
      return zoomBy(model, state, ZOOM_STEP)
    case '0':
    case 'Home':
      return { kind: 'window', window: undefined }
    case 'e':
    case 'E': {
      const error = nextError(model, cursor, event.key === 'e' ? 1 : -1)
      return error && { kind: 'cursor', cursor: error }
    }
    case ' ':
    case 'Enter': {
      const lane = cursor && model.placed.lanes[laneOfCursor(model, cursor)]
      if (!lane) return undefined
      return event.key === ' ' ? { kind: 'toggle', lane } : { kind: 'open', lane, row: cursor.row }
    }
    default: {
      if (event.shiftKey) return panBy(model, state, event.key)
      const moved = moveCursor(event.key, model, cursor)
      return moved && { kind: 'cursor', cursor: moved }
    }
  }
}

/** Zooms around the bar at the keyboard cursor, or else around the centre. */
function zoomBy(model: ChartModel, state: ChartState, factor: number): ChartAct | undefined {
  const ground = groundOf(model, state)
  if (!ground) return undefined
  const { row } = state.cursor ?? {}
  const x =
    row === undefined ? undefined : scaleOf(ground, state.window).x(model.timeline.table.start[row] ?? Number.NaN)
  const isInView = x !== undefined && x >= 0 && x <= ground.width
  return { kind: 'window', window: zoomed(ground, state.window, isInView ? x : ground.width / 2, factor) }
}

function panBy(model: ChartModel, state: ChartState, key: string): ChartAct | undefined {
  const ground = groundOf(model, state)
  const direction = key === 'ArrowRight' ? -1 : key === 'ArrowLeft' ? 1 : 0
  if (!ground || direction === 0) return undefined
  return { kind: 'window', window: panned(ground, state.window, direction * ground.width * PAN) }
}
