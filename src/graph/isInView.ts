import { NODE_SIZE, type Point } from './layout/GraphLayout.ts'

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }

/** Whether the whole card at this place is within the element, given how the graph is moved and scaled. */
export function isInView(element: HTMLElement, { x, y, zoom }: Viewport, card: Point): boolean {
  const left = card.x * zoom + x
  const top = card.y * zoom + y
  return (
    left >= 0 &&
    top >= 0 &&
    left + NODE_SIZE.width * zoom <= element.clientWidth &&
    top + NODE_SIZE.height * zoom <= element.clientHeight
  )
}
