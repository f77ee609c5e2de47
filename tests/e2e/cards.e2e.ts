import { expect, test } from '../support/browser/watched.ts'

/** The demo run with a long duration beside an error count, at a zoom that leaves little room for both. */
const RUN = '/runs/6a9c024c-05b0-4e35-8dbb-cddcd5c4715e'

test('a card shows its whole duration beside its number of errors', async ({ page }) => {
  await page.goto(RUN)
  const card = page.locator('[data-node-id]', { hasText: 'Fit the parameters' })
  const duration = card.getByText('16m 10s', { exact: true })
  await expect(duration).toBeVisible()
  const errors = card.getByTitle('2 errors')
  const [end, badge] = [await duration.boundingBox(), await errors.boundingBox()]
  expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThanOrEqual(badge?.x ?? 0)
  const isClipped = await duration.evaluate((span) => {
    const line = span.parentElement
    return line !== null && span.getBoundingClientRect().right > line.getBoundingClientRect().right + 0.5
  })
  expect(isClipped).toBe(false)
})
