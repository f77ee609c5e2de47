import { watchPixelRatio } from '#src/lib/watchPixelRatio.ts'
import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect, useRef, type PointerEvent } from 'react'
import type { GraphLayout, Point } from './layout/GraphLayout.ts'
import styles from './Minimap.module.css'
import { inPaintOrder } from './surface/paintMarks.ts'
import { paletteAt, ranksOf } from './surface/palette.ts'

/** Pixels, as in Minimap.module.css. */
const SIZE = { width: 160, height: 100 } as const
const MARGIN = 6
/** Minimum size of a card in pixels, so that one failure among thousands is still visible as a dot. */
const LEAST = 2
/**
 * With more than `MANY` cards, repaints at most every `MANY_EVERY_MS`, because a live run changes many times a second.
 */
const MANY = 1000
const MANY_EVERY_MS = 200

type Props = {
  readonly layout: GraphLayout
  /** The status that each card's colour shows. */
  readonly statuses: readonly string[]
}

/**
 * The whole graph in status colours, with the visible part marked. A press or drag moves the view there, the wheel
 * zooms. Cards that need attention are painted last, on top of their neighbours.
 */
export function Minimap({ layout, statuses }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const flow = useReactFlow()
  const store = useStoreApi()
  const { bounds } = layout
  const paintedAt = useRef(Number.NEGATIVE_INFINITY)
  const scale = Math.min(
    (SIZE.width - 2 * MARGIN) / Math.max(1, bounds.width),
    (SIZE.height - 2 * MARGIN) / Math.max(1, bounds.height),
  )
  const left = (SIZE.width - bounds.width * scale) / 2 - bounds.x * scale
  const top = (SIZE.height - bounds.height * scale) / 2 - bounds.y * scale

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const paint = () => {
      paintedAt.current = performance.now()
      const ratio = window.devicePixelRatio || 1
      element.width = SIZE.width * ratio
      element.height = SIZE.height * ratio
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      const { tones } = paletteAt(element)
      const ranks = ranksOf(statuses)
      const all = statuses.map((_, at) => at)
      for (const at of inPaintOrder(all, ranks)) {
        const place = layout.positions[at]
        if (!place) continue
        context.fillStyle = tones[ranks[at] ?? 0] ?? ''
        context.fillRect(
          place.x * scale + left,
          place.y * scale + top,
          Math.max(LEAST, place.width * scale),
          Math.max(LEAST, place.height * scale),
        )
      }
    }
    const wait = statuses.length > MANY ? paintedAt.current + MANY_EVERY_MS - performance.now() : 0
    let later: ReturnType<typeof setTimeout> | undefined
    if (wait > 0) later = setTimeout(paint, wait)
    else paint()
    // Theme colours are read while painting.
    const observer = new MutationObserver(paint)
    observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    const unwatch = watchPixelRatio(paint)
    return () => {
      clearTimeout(later)
      unwatch()
      observer.disconnect()
    }
  }, [layout, statuses, scale, left, top])

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const follow = ({ transform: [x, y, zoom], width, height }: ReturnType<typeof store.getState>) => {
      element.style.transform = `translate(${(-x / zoom) * scale + left}px, ${(-y / zoom) * scale + top}px)`
      element.style.width = `${(width / zoom) * scale}px`
      element.style.height = `${(height / zoom) * scale}px`
    }
    follow(store.getState())
    return store.subscribe(follow)
  }, [store, scale, left, top])

  const go = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const at: Point = { x: (event.clientX - box.x - left) / scale, y: (event.clientY - box.y - top) / scale }
    void flow.setCenter(at.x, at.y, { zoom: flow.getZoom() })
  }
  return (
    <div
      role="img"
      aria-label="Minimap"
      className={styles['minimap']}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
      onWheel={({ deltaY }) => void (deltaY < 0 ? flow.zoomIn() : flow.zoomOut())}
    >
      <canvas ref={canvas} className={styles['canvas']} />
      <div ref={frame} className={styles['frame']} />
    </div>
  )
}
