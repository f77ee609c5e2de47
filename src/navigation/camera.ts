/** The point of a graph in the middle of its canvas, in pixels of the drawing, and the zoom. */
export type Camera = { readonly x: number; readonly y: number; readonly zoom: number }

const ZOOM_MAX = 2
/** Digits after the point, so that a link stays short and still looks the same. */
const ZOOM_DIGITS = 4

export const cameraText = ({ x, y, zoom }: Camera): string => [x, y, zoom].map(String).join(',')

/** `120,-30,0.75`; undefined for anything else. */
export function parseCamera(text: string | null): Camera | undefined {
  const parts = (text ?? '').split(',').map((part) => (/^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : Number.NaN))
  const [x = Number.NaN, y = Number.NaN, zoom = Number.NaN] = parts
  if (parts.length !== 3 || !Number.isSafeInteger(x) || !Number.isSafeInteger(y)) return undefined
  return zoom > 0 && zoom <= ZOOM_MAX ? { x, y, zoom } : undefined
}

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }
type Size = { readonly width: number; readonly height: number }

/** What a camera sees of the graph in a canvas of this size. */
export const viewportAt = ({ x, y, zoom }: Camera, { width, height }: Size): Viewport => ({
  x: width / 2 - x * zoom,
  y: height / 2 - y * zoom,
  zoom,
})

/** The camera that sees this, to the pixel. */
export function cameraOf({ x, y, zoom }: Viewport, { width, height }: Size): Camera {
  // Adding 0 turns -0 into 0.
  const middle = (length: number, offset: number) => Math.round((length / 2 - offset) / zoom) + 0
  const digits = Math.max(Number(zoom.toFixed(ZOOM_DIGITS)), 10 ** -ZOOM_DIGITS)
  return { x: middle(width, x), y: middle(height, y), zoom: Math.min(digits, ZOOM_MAX) }
}
