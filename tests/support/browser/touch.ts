import type { Page } from '@playwright/test'

type Point = { readonly x: number; readonly y: number }

const STEPS = 8

/**
 * Moves fingers on the page, as a touch screen reports them: all of them go down, move in steps from their first to
 * their last place, and leave. The context needs `hasTouch`.
 */
export async function moveFingers(page: Page, fingers: readonly { readonly from: Point; readonly to: Point }[]) {
  const devtools = await page.context().newCDPSession(page)
  const at = (share: number) =>
    fingers.map(({ from, to }, id) => ({
      id,
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    }))
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
  for (let step = 1; step <= STEPS; step++) {
    // oxlint-disable-next-line no-await-in-loop -- a movement is one step after the other
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / STEPS) })
  }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await devtools.detach()
}

/** Two fingers around a point, as far apart as told before and after, whose middle moves by `by`. */
export const pinch = (page: Page, middle: Point, apart: { from: number; to: number }, by: Point = { x: 0, y: 0 }) =>
  moveFingers(
    page,
    [-1, 1].map((side) => ({
      from: { x: middle.x + (side * apart.from) / 2, y: middle.y },
      to: { x: middle.x + by.x + (side * apart.to) / 2, y: middle.y + by.y },
    })),
  )
