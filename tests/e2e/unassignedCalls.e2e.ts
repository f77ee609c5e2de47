import { axeFindings } from '../support/browser/axe.ts'
import { ANSWER, oneCall, QUESTION } from '../support/browser/oneCall.ts'
import { expect, test } from '../support/browser/watched.ts'

test('an unassigned call is listed, opens in full, and leaves the list when its agent span arrives', async ({
  page,
  request,
}) => {
  const { call, agent } = oneCall(Date.now())
  await page.goto('/unassigned-calls')
  await expect(page.getByRole('heading', { name: 'Unassigned calls' })).toBeVisible()
  expect((await request.post('/v1/traces', { data: call })).status()).toBe(200)
  // It comes by itself.
  const row = page.getByRole('list', { name: 'Unassigned calls, newest first' }).getByRole('link', { name: /gpt-e2e/ })
  await expect(row).toContainText('booking-desk')
  await row.click()

  const dialog = page.getByRole('dialog', { name: 'Unassigned call' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Explain in full' })).toContainText(QUESTION.trim())
  await expect(dialog.getByText('all of it', { exact: true })).toBeVisible()
  await expect(dialog).toContainText(ANSWER.replaceAll('**', ''))
  for (const colorScheme of ['light', 'dark'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one face after the other
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await axeFindings(page)).toEqual([])
  }

  await page.keyboard.press('Escape')
  await page.getByText('How to turn calls into runs').click()
  await expect(page.getByRole('region', { name: 'python code' })).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  expect((await request.post('/v1/traces', { data: agent })).status()).toBe(200)
  await expect(row).toHaveCount(0)
  await expect(
    page
      .getByRole('navigation', { name: 'Runs' })
      .getByRole('link', { name: /support/ })
      .first(),
  ).toBeVisible()
})
