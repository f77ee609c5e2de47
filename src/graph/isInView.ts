import type { Place } from './layout/GraphLayout.ts'

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }

/** Whether the whole card at this place is within the element, given how the graph is moved and scaled, and not where so many pixels of it are covered at its bottom. */
export function isInView(element: HTMLElement, { x, y, zoom }: Viewport, card: Place, covered: number): boolean {
  const left = card.x * zoom + x
  const top = card.y * zoom + y
  return (
    left >= 0 &&
    top >= 0 &&
    left + card.width * zoom <= element.clientWidth &&
    top + card.height * zoom <= element.clientHeight - covered
  )
}
