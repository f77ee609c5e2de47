import { expect, test } from '../../support/browser/watched.ts'

test('the failed nodes of a large run take two clicks', async ({ page }) => {
  const { items } = await (await page.request.get('/api/runs?limit=1')).json()
  await page.goto(`/runs/${items[0].run_id}`)
  await page.getByRole('button', { name: 'Filter graph' }).click()
  await page.getByRole('menuitem', { name: 'Failed nodes and upstream' }).click()
  await expect(page).toHaveURL(/only=failed/)
  await expect(page.getByRole('status').filter({ hasText: /^Failed nodes and upstream/ })).toBeVisible()
})
