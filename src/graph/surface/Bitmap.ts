import type { Area } from './GridIndex.ts'

/** The visible part: translation and zoom of the layout, and the size of the canvas in screen pixels. */
export type View = {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

export const isSameView = (a: View, b: View): boolean =>
  a.x === b.x && a.y === b.y && a.zoom === b.zoom && a.width === b.width && a.height === b.height

/** The visible area in layout coordinates. */
export const areaOf = ({ x, y, zoom, width, height }: View): Area => ({
  left: -x / zoom,
  top: -y / zoom,
  right: (width - x) / zoom,
  bottom: (height - y) / zoom,
})

/** A painted picture, which can be shown shifted and scaled until a newer one exists. */
export type Bitmap = {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  readonly view: View
  readonly ratio: number
}

/** Undefined if the browser provides no canvas. */
export function bitmapFor(view: View, ratio: number, canvas = document.createElement('canvas')): Bitmap | undefined {
  const context = canvas.getContext('2d')
  if (!context) return undefined
  resize(canvas, view, ratio)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  return { canvas, context, view, ratio }
}

/** Setting a canvas's size clears and reallocates it, even if the size is the same, so only do it if it differs. */
export function resize(canvas: HTMLCanvasElement, { width, height }: View, ratio: number): void {
  const [wide, high] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== high) canvas.height = high
}

/**
 * The same for a canvas on the page, sized exactly to its pixels: stretching it by half a screen pixel would blur all
 * of it.
 */
export function fitToPixels(canvas: HTMLCanvasElement, view: View, ratio: number): void {
  resize(canvas, view, ratio)
  const { style, width, height } = canvas
  const [wide, high] = [`${width / ratio}px`, `${height / ratio}px`]
  if (style.width !== wide) style.width = wide
  if (style.height !== high) style.height = high
}

/** The rectangle of a bitmap in another view, in screen pixels. */
export function placeIn(view: View, { view: own }: Pick<Bitmap, 'view'>): Area {
  const scale = view.zoom / own.zoom
  const [left, top] = [view.x - own.x * scale, view.y - own.y * scale]
  return { left, top, right: left + own.width * scale, bottom: top + own.height * scale }
}

/** The parts of a view that a rectangle leaves uncovered: at most four, without overlaps. */
export function uncovered({ width, height }: Pick<View, 'width' | 'height'>, by: Area): readonly Area[] {
  const left = Math.max(0, Math.min(width, by.left))
  const right = Math.max(left, Math.min(width, by.right))
  const top = Math.max(0, Math.min(height, by.top))
  const bottom = Math.max(top, Math.min(height, by.bottom))
  if (left === right || top === bottom) return [{ left: 0, top: 0, right: width, bottom: height }]
  return [
    { left: 0, top: 0, right: width, bottom: top },
    { left: 0, top: bottom, right: width, bottom: height },
    { left: 0, top, right: left, bottom },
    { left: right, top, right: width, bottom },
  ].filter((part) => part.right > part.left && part.bottom > part.top)
}
