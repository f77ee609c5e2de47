import type { Page } from '@playwright/test'
import { runsOfSmallViews } from '../support/browser/smallViews.ts'
import { moveFingers, pinch } from '../support/browser/touch.ts'
import { expect, test } from '../support/browser/watched.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

/** The visible time of the timeline in the link, in microseconds; undefined for the whole run. */
function windowIn(page: Page): { readonly from: number; readonly to: number } | undefined {
  const [from, to] = new URL(page.url()).searchParams.get('window')?.split('-').map(Number) ?? []
  return from === undefined || to === undefined ? undefined : { from, to }
}

async function windowSoon(page: Page, isRight: (window: { from: number; to: number } | undefined) => boolean) {
  await expect.poll(() => isRight(windowIn(page)), { message: 'the visible time' }).toBe(true)
  return windowIn(page)
}

/** The middle of an element's visible part. */
async function middleOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`there is no ${selector}`)
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height, 844 - box.y) / 2 }
}

test('two fingers zoom the timeline about their middle and pan it, one finger pans it, and none opens anything', async ({
  page,
}) => {
  const { largest } = await runsOfSmallViews(page)
  await page.goto(`/runs/${largest}?view=timeline`)
  const chart = page.getByRole('application')
  await expect(chart).toBeVisible()
  await expect(page.getByText('Tap a bar to open it. Pinch to zoom, drag to pan.')).toBeVisible()
  const middle = await middleOf(page, '[role=application] canvas')

  await pinch(page, middle, { from: 40, to: 160 })
  const zoomed = await windowSoon(page, (window) => window !== undefined)
  await pinch(page, middle, { from: 120, to: 120 }, { x: 60, y: 0 })
  // The content moves to the right with the fingers, and its scale stays.
  const panned = await windowSoon(page, (window) => window !== undefined && window.from < (zoomed?.from ?? 0))
  const length = (window: typeof zoomed) => (window ? window.to - window.from : Number.NaN)
  expect(length(panned) / length(zoomed)).toBeCloseTo(1, 2)
  // One finger pans it further.
  await moveFingers(page, [{ from: middle, to: { x: middle.x + 60, y: middle.y } }])
  await windowSoon(page, (window) => window !== undefined && window.from < (panned?.from ?? 0))
  await pinch(page, middle, { from: 180, to: 20 })
  await windowSoon(page, (window) => window === undefined)
  expect(page.url()).not.toContain('/nodes/')
})

test('one finger scrolls the lanes of the timeline, and a tap opens a node', async ({ page }) => {
  const { largest } = await runsOfSmallViews(page)
  await page.goto(`/runs/${largest}?view=timeline`)
  const chart = page.getByRole('application')
  await expect(chart).toBeVisible()
  const middle = await middleOf(page, '[role=application] canvas')
  await moveFingers(page, [{ from: middle, to: { x: middle.x, y: middle.y - 150 } }])
  await expect.poll(() => chart.evaluate((element) => element.scrollTop)).toBeGreaterThan(40)
  await page.getByRole('button', { name: 'completed Write the report' }).tap()
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('fingers on a card of the graph pan and pinch it, and a tap opens the card', async ({ page }) => {
  const { largest } = await runsOfSmallViews(page)
  await page.goto(`/runs/${largest}?view=graph`)
  const card = page.getByRole('button', { name: /^Gather inputs/ })
  await expect(card).toBeVisible()
  const boxOf = async () => (await card.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const before = await boxOf()
  const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 }

  await pinch(page, middle, { from: 60, to: 90 })
  await expect.poll(async () => (await boxOf()).width / before.width).toBeGreaterThan(1.3)
  const zoomed = await boxOf()
  expect(Math.abs(zoomed.x + zoomed.width / 2 - middle.x)).toBeLessThan(12)

  await moveFingers(page, [{ from: middle, to: { x: middle.x, y: middle.y + 80 } }])
  await expect.poll(async () => (await boxOf()).y - zoomed.y).toBeGreaterThan(50)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await card.tap()
  await expect(page.getByRole('dialog')).toContainText('Gather inputs')
})

test('tabs without room fade at the edge where there are more, and scroll to the chosen one', async ({ page }) => {
  const { largest } = await runsOfSmallViews(page)
  await page.goto(`/runs/${largest}?view=graph`)
  const tabs = page.getByRole('main').getByRole('tablist')
  await expect(tabs).toHaveAttribute('data-cut', 'end')
  await page.goto(`/runs/${largest}?view=messages`)
  await expect(tabs).toHaveAttribute('data-cut', 'start')
  await expect(page.getByRole('main').getByRole('tab', { name: 'Messages' })).toBeInViewport({ ratio: 1 })

  const box = await tabs.boundingBox()
  if (!box) throw new Error('there are no tabs')
  const y = box.y + box.height / 2
  await moveFingers(page, [{ from: { x: 100, y }, to: { x: 380, y } }])
  await expect(tabs).toHaveAttribute('data-cut', 'end')
})
