import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useStore } from 'zustand'
import { COLUMN_WIDTH, density, type Density } from '../model/density.ts'
import { FAILED } from '../model/tones.ts'
import { clock } from '../words.ts'
import { chartColours, type ChartColours } from './chartColours.ts'
import { groundOf, type ChartModel } from './chartModel.ts'
import type { ChartStore } from './chartStore.ts'
import styles from './Overview.module.css'
import { brushed, draggedBox, keyedEdge, type Edge } from './brush.ts'
import { scaleOf, wholeOf } from './windowMoves.ts'

const HEIGHT = 36

type Props = { readonly store: ChartStore; readonly model: ChartModel }
type Held = { readonly what: Edge | 'box' | 'new'; readonly at: number; readonly window: TimeWindow }

/**
 * The whole run at a glance: event density and errors, with the visible window as a box that can be moved and
 * resized.
 */
export function Overview({ store, model }: Props) {
  const width = useStore(store, (state) => state.width)
  const ground = useMemo(() => groundOf(model, { width }), [model, width])
  const whole = useMemo(() => ground && scaleOf(ground, undefined), [ground])
  const counts = useMemo(() => whole && density(model.timeline, whole), [model.timeline, whole])
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const boxRef = useRef<HTMLDivElement>(null)
  const held = useRef<Held>(undefined)
  const scheme = useComputedColorScheme()

  useEffect(() => {
    const canvas = canvasRef.current
    if (canvas && counts) paintDensity(canvas, width, counts, chartColours(canvas))
    // oxlint-disable-next-line react/exhaustive-deps -- the colours read from the page change with the scheme
  }, [counts, width, scheme])

  // Moves the box with the window in every frame, without rendering React.
  useEffect(() => {
    const box = boxRef.current
    if (!box || !ground || !whole) return
    const place = () => {
      const { from, to } = store.getState().window ?? wholeOf(ground)
      const left = Math.max(0, whole.x(from))
      box.style.left = `${left}px`
      box.style.width = `${Math.max(4, Math.min(whole.width, whole.x(to)) - left)}px`
      for (const edge of box.querySelectorAll('[role="slider"]')) {
        const time = edge.getAttribute('data-edge') === 'from' ? from : to
        edge.setAttribute('aria-valuenow', String(Math.round((time - ground.span.start) / 1000)))
        edge.setAttribute('aria-valuetext', clock(time))
      }
    }
    place()
    return store.subscribe((state, before) => {
      if (state.window !== before.window) place()
    })
  }, [store, ground, whole])

  if (!ground || !whole) return <div className={styles['overview']} style={{ height: HEIGHT }} />
  const pixelOf = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const windowNow = () => store.getState().window ?? wholeOf(ground)
  const onKeyDown = (edge: Edge) => (event: KeyboardEvent) => {
    const window = keyedEdge(ground, windowNow(), edge, event.key)
    if (window === 'nothing') return
    event.preventDefault()
    event.stopPropagation()
    store.setState({ window: window.to })
  }
  return (
    <div
      className={styles['overview']}
      style={{ height: HEIGHT }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        const grip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-grip]') : null
        const what = grip?.dataset['grip']
        event.currentTarget.setPointerCapture(event.pointerId)
        held.current = {
          what: what === 'from' || what === 'to' || (what === 'box' && store.getState().window) ? what : 'new',
          at: pixelOf(event),
          window: windowNow(),
        }
      }}
      onPointerMove={(event) => {
        const grip = held.current
        if (!grip) return
        const at = pixelOf(event)
        if (grip.what === 'new') {
          if (Math.abs(at - grip.at) > 3) store.setState({ window: brushed(ground, grip.at, at) })
        } else store.setState({ window: draggedBox(ground, grip.window, grip.what, at - grip.at) })
      }}
      // Handles every end of a drag, including when the browser cancels the pointer.
      onLostPointerCapture={() => {
        held.current = undefined
      }}
    >
      <canvas ref={canvasRef} className={styles['density']} style={{ width, height: HEIGHT }} aria-hidden />
      <div ref={boxRef} className={styles['box']} data-grip="box">
        {(['from', 'to'] as const).map((edge) => (
          <span
            key={edge}
            role="slider"
            tabIndex={0}
            aria-label={edge === 'from' ? 'Start of visible time' : 'End of visible time'}
            aria-valuemin={0}
            aria-valuemax={Math.round((ground.span.end - ground.span.start) / 1000)}
            aria-valuenow={0}
            className={styles['edge']}
            data-edge={edge}
            data-grip={edge}
            onKeyDown={onKeyDown(edge)}
          />
        ))}
      </div>
    </div>
  )
}

/**
 * Column height is the square root of the event count, so that a few are visible next to a thousand. Errors are marks
 * drawn on top.
 */
function paintDensity(canvas: HTMLCanvasElement, width: number, counts: Density, colours: ChartColours): void {
  const context = canvas.getContext('2d')
  if (!context) return
  canvas.width = Math.round(width * devicePixelRatio)
  canvas.height = Math.round(HEIGHT * devicePixelRatio)
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
  const room = HEIGHT - 12
  context.fillStyle = colours.borderStrong
  for (const [column, count] of counts.events.entries()) {
    const height = count === 0 ? 0 : Math.max(2, room * Math.sqrt(count / counts.most))
    context.fillRect(column * COLUMN_WIDTH, HEIGHT - height, COLUMN_WIDTH - 0.5, height)
  }
  context.fillStyle = colours.tones[FAILED] ?? colours.text
  for (const [column, count] of counts.errors.entries()) {
    if (count === 0) continue
    const x = column * COLUMN_WIDTH + COLUMN_WIDTH / 2
    context.beginPath()
    context.moveTo(x - 4, 1)
    context.lineTo(x + 4, 1)
    context.lineTo(x, 9)
    context.fill()
  }
}
