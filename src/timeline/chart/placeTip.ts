type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
type Size = { readonly width: number; readonly height: number }

/** Pixels between the tooltip and the bar, and to the edges of the window. */
const APART = 8

/**
 * Where a tooltip stands, in pixels of the window: below the bar at the pointer, or above it if there is more room. It
 * never overlaps the bar's own height, so it cannot cover the bar.
 */
export function placeTip(
  pointer: number,
  bar: Pick<Box, 'top' | 'height'>,
  tip: Size,
  view: Size,
): Pick<Box, 'left' | 'top'> {
  const below = bar.top + bar.height + APART
  const above = bar.top - APART - tip.height
  const isBelow = below + tip.height <= view.height - APART || above < APART
  const left = Math.max(APART, Math.min(pointer + APART, view.width - tip.width - APART))
  return { left, top: isBelow ? below : above }
}
