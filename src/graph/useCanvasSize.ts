import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Size } from './layout/GraphLayout.ts'

/**
 * Sizes are reported in steps of this many pixels, so that resizing a window does not trigger a layout for every pixel.
 */
const STEP = 80

/** The usual size, if nothing can be measured. */
const USUAL: Size = { width: 1120, height: 640 }

/**
 * The size of an element in coarse steps: the same object until the next step is reached; undefined until it is known.
 */
export function useCanvasSize(element: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>()
  useLayoutEffect(() => {
    const shown = element.current
    if (!shown) return
    const measure = () => {
      const { clientWidth, clientHeight } = shown
      if (clientWidth === 0 || clientHeight === 0) return setSize((former) => former ?? USUAL)
      const step = (pixels: number) => Math.max(STEP, Math.floor(pixels / STEP) * STEP)
      const [width, height] = [step(clientWidth), step(clientHeight)]
      setSize((former) => (former?.width === width && former.height === height ? former : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(shown)
    return () => observer.disconnect()
  }, [element])
  return size
}
