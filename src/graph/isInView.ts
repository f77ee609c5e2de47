import type { Place } from './layout/GraphLayout.ts'

type Viewport = { readonly x: number; readonly y: number; readonly zoom: number }

/**
 * Whether the whole card is visible within the element, given the viewport. `covered` is the height in pixels of the
 * covered part at the bottom.
 */
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
