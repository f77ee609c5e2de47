import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { useStore } from 'zustand'
import { plural } from '#src/lib/format.ts'
import { timesOfRow } from '../model/times.ts'
import { clock, eventWords, laneWords, type BarWords } from '../words.ts'
import styles from './BarTip.module.css'
import { groundOf, headHeight, type ChartModel } from './chartModel.ts'
import type { ChartState, ChartStore } from './chartStore.ts'
import { markAt, type Mark } from './layoutTimeline.ts'
import { laneOfCursor } from './moveCursor.ts'
import { placeTip } from './placeTip.ts'
import { scaleOf } from './windowMoves.ts'

type Props = {
  readonly store: ChartStore
  readonly model: ChartModel
  readonly canvasRef: RefObject<HTMLCanvasElement | null>
  /** The element that takes the keys of the chart. */
  readonly chartRef: RefObject<HTMLElement | null>
}

/**
 * The facts of the bar at the pointer, or at the keyboard cursor while the chart has the focus. It takes no pointer
 * events and stands above or below the bar. Escape closes it until another bar is reached. Screen readers get the same
 * facts from the reading line.
 */
export function BarTip({ store, model, canvasRef, chartRef }: Props) {
  const tipRef = useRef<HTMLDivElement>(null)
  const pointer = useRef(0)
  const hovered = useStore(store, (state) => state.hovered)
  const cursor = useStore(store, (state) => state.cursor)
  const isFocused = useIsFocused(chartRef)
  const [closed, setClosed] = useState<Mark | typeof cursor>()
  const at = hovered.kind === 'mark' ? hovered.mark : isFocused && hovered.kind === 'nothing' ? cursor : undefined
  const isShown = at !== undefined && at !== closed

  useEffect(() => {
    const canvas = canvasRef.current
    const follow = ({ clientX }: PointerEvent) => {
      pointer.current = clientX
    }
    canvas?.addEventListener('pointermove', follow)
    return () => canvas?.removeEventListener('pointermove', follow)
  }, [canvasRef])
  useEffect(() => {
    if (!isShown) return undefined
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setClosed(at)
      // With the focus elsewhere, the key also does what it does there.
      if (chartRef.current?.contains(document.activeElement) === true) event.stopPropagation()
    }
    addEventListener('keydown', close, { capture: true })
    return () => removeEventListener('keydown', close, { capture: true })
  }, [isShown, at, chartRef])

  // Also when the chart scrolls or zooms below a tip of the keyboard cursor.
  useLayoutEffect(() => {
    if (!isShown) return undefined
    const place = () => {
      const [tip, canvas] = [tipRef.current, canvasRef.current]
      const state = store.getState()
      const mark = 'tone' in at ? at : markOfCursor(model, state)
      if (!tip || !canvas || !mark) return
      const box = canvas.getBoundingClientRect()
      const x = 'tone' in at ? pointer.current : box.left + Math.max(0, Math.min(mark.x, state.width))
      const bar = { top: box.top + headHeight(model) + mark.y, height: mark.height }
      const view = { width: innerWidth, height: innerHeight }
      const { left, top } = placeTip(x, bar, { width: tip.offsetWidth, height: tip.offsetHeight }, view)
      tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
    }
    place()
    return store.subscribe(place)
  }, [isShown, at, store, model, canvasRef])

  if (!isShown) return null
  const [place, row, count] = 'tone' in at ? [at.lane, at.row, at.count] : [laneOfCursor(model, at), at.row ?? -1, 1]
  const lane = model.placed.lanes[place]
  if (!lane || row >= model.timeline.table.size) return null
  const words = row < 0 ? laneWords(lane) : eventWords(model.timeline.table, row)
  const times = row < 0 ? lane.times : timesOfRow(model.timeline.table, row)
  return createPortal(
    <div ref={tipRef} className={styles['tip']} data-bar-tip aria-hidden>
      <p className={styles['title']}>
        <bdi>{words.name}</bdi>
      </p>
      <Facts words={words} start={times.shape === 'none' ? undefined : clock(times.start)} />
      {count > 1 && (
        <p className={styles['more']}>and {plural(count - 1, 'other event')} here, zoom in to separate them</p>
      )}
    </div>,
    document.body,
  )
}

type FactsProps = { readonly words: BarWords; readonly start: string | undefined }

function Facts({ words, start }: FactsProps) {
  const facts = [
    ['Type', words.type],
    ['Status', words.status === undefined ? undefined : <StatusMark key="status" status={words.status} size={12} />],
    ['Agent', words.agent],
    ['Start', start ?? 'not recorded'],
    ['Duration', words.duration],
    ['Tokens', words.tokens],
    ['Cost', words.cost],
    ['Errors', words.errors],
  ] as const
  return (
    <dl className={styles['facts']}>
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

function markOfCursor(model: ChartModel, state: ChartState): Mark | undefined {
  const ground = groundOf(model, state)
  if (!ground || !state.cursor) return undefined
  const view = { scale: scaleOf(ground, state.window), top: state.top, height: state.height }
  return markAt(model.timeline, model.placed, view, laneOfCursor(model, state.cursor), state.cursor.row ?? -1)
}

function useIsFocused(ref: RefObject<HTMLElement | null>): boolean {
  const [isFocused, setFocused] = useState(false)
  useEffect(() => {
    const element = ref.current
    const look = () => setFocused(element?.contains(document.activeElement) === true)
    const leave = () => setFocused(false)
    element?.addEventListener('focusin', look)
    element?.addEventListener('focusout', leave)
    return () => {
      element?.removeEventListener('focusin', look)
      element?.removeEventListener('focusout', leave)
    }
  }, [ref])
  return isFocused
}
