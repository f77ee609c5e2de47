/** The point of a graph in the middle of its canvas, in pixels of the drawing, and the zoom. */
export type Camera = { readonly x: number; readonly y: number; readonly zoom: number }

/** The largest zoom of a graph. */
export const ZOOM_MAX = 2
export const cameraText = ({ x, y, zoom }: Camera): string => [x, y, zoom].map(String).join(',')

/** `120,-30,0.75`; undefined for anything else. */
export function parseCamera(text: string | null): Camera | undefined {
  const parts = (text ?? '').split(',').map((part) => (/^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : Number.NaN))
  const [x = Number.NaN, y = Number.NaN, zoom = Number.NaN] = parts
  if (parts.length !== 3 || !Number.isSafeInteger(x) || !Number.isSafeInteger(y)) return undefined
  return zoom > 0 && zoom <= ZOOM_MAX ? { x, y, zoom } : undefined
}
