import { useEffect, useLayoutEffect, type RefObject } from 'react'
import type { ChartStore } from './chartStore.ts'

/** Keeps the canvas size in the store, from the first paint on. */
export function useChartSize(store: ChartStore, canvasRef: RefObject<HTMLCanvasElement | null>): void {
  // Before the first paint, or the picture would be drawn once without a size.
  useLayoutEffect(() => measure(store, canvasRef.current), [store, canvasRef])
  useEffect(() => {
    const canvas = canvasRef.current
    if (!canvas) return
    const observer = new ResizeObserver(() => measure(store, canvas))
    observer.observe(canvas)
    return () => observer.disconnect()
  }, [store, canvasRef])
}

function measure(store: ChartStore, canvas: HTMLCanvasElement | null): void {
  const { clientWidth: width = 0, clientHeight: height = 0 } = canvas ?? {}
  const known = store.getState()
  if (known.width !== width || known.height !== height) store.setState({ width, height })
}
