import { expect, test } from '../support/browser/watched.ts'

/* The way that docs/reading-a-run.md tells. */
test('a newcomer finds why a demo run failed', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Filter runs' }).click()
  await page.getByRole('checkbox', { name: /failed/ }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('21 runs match')).toBeVisible()
  const list = page.getByRole('navigation', { name: 'Runs' })
  await list.getByRole('link', { name: /winter wheat yield of the Beauce/ }).click()
  await expect(page.getByRole('button', { name: /^Vegetation index/ })).toBeVisible()

  await page.keyboard.press('f')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('ValueError: zero-size array to reduction operation')
  await expect(dialog).toContainText('ndvi.sel(time="2024-05")')

  // Of the two nodes before it in the graph's order, one chose the scenes.
  await dialog.getByRole('button', { name: /^Previous node/ }).click()
  await expect(page.getByRole('dialog', { name: 'Choose scenes' })).toBeVisible()
  await page
    .getByRole('dialog')
    .getByText(/called stac\.search/)
    .click()
  await expect(page.getByRole('dialog')).toContainText('2024-05')
})
