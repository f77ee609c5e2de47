import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, type RefObject } from 'react'
import { chartColours } from './chartColours.ts'
import type { ChartModel } from './chartModel.ts'
import type { ChartStore } from './chartStore.ts'
import { paintTimeline } from './paintTimeline.ts'
import { typeIconPathsIn } from './typeIcons.ts'
import { pictureOf, type Picture } from './picture.ts'

/**
 * Keeps the canvas painted: once per frame in which the model, the theme or the chart's store changed.
 *
 * @returns the last painted picture, for hit testing.
 */
export function useChartCanvas(
  canvasRef: RefObject<HTMLCanvasElement | null>,
  iconsRef: RefObject<Element | null>,
  store: ChartStore,
  model: ChartModel,
): RefObject<Picture | undefined> {
  const pictureRef = useRef<Picture>(undefined)
  const scheme = useComputedColorScheme()
  useEffect(() => {
    const canvas = canvasRef.current
    const context = canvas?.getContext('2d', { alpha: false })
    if (!canvas) return
    const colours = chartColours(canvas, typeIconPathsIn(iconsRef.current))
    const paint = () => {
      const picture = pictureOf(model, store.getState())
      pictureRef.current = picture
      if (!picture || !context) return
      fit(canvas, picture)
      const ratio = devicePixelRatio
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      paintTimeline(context, picture, colours)
    }
    // Paints at once: a new model must not wait a frame for its first picture.
    paint()
    let frame = 0
    const stop = store.subscribe(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0
        paint()
      })
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
    // `scheme` is not used here, but the colours depend on it.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [canvasRef, iconsRef, store, model, scheme])
  return pictureRef
}

/** Matches the canvas to the device's pixels. Setting the size clears the canvas, so only set it on change. */
function fit(canvas: HTMLCanvasElement, { width, height }: Pick<Picture, 'width' | 'height'>): void {
  const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  if (canvas.width !== across) canvas.width = across
  if (canvas.height !== down) canvas.height = down
}
