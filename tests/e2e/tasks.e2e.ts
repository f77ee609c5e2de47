import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/browser/watched.ts'

/* What a newcomer wants of a run, and how many clicks it may take from there. */

/** Counts the clicks of a person. */
function clicking() {
  let count = 0
  return {
    click: async (target: Locator) => {
      count++
      await target.click()
    },
    clicks: () => count,
  }
}

type Row = { readonly run_id: string; readonly node_count: number; readonly file_count: number }

async function runWhere(page: Page, query: string): Promise<string> {
  const { items }: { readonly items: readonly Row[] } = await (
    await page.request.get(`/api/runs?limit=500&${query}`)
  ).json()
  return items.toSorted((a, b) => b.node_count - a.node_count)[0]?.run_id ?? ''
}

const main = (page: Page) => page.getByRole('main')
const overview = (page: Page) => main(page).getByRole('tab', { name: 'Overview' })
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('why a run failed takes two clicks', async ({ page }) => {
  await page.goto(`/runs/${await runWhere(page, 'status=failed')}`)
  const { click, clicks } = clicking()
  await click(overview(page))
  const because = main(page).getByText(/^Failed because of/)
  await expect(because).toContainText(/\w+Error/)
  await click(because.getByRole('button'))
  await expect(page.getByRole('dialog')).toContainText(/Error/)
  expect(clicks()).toBe(2)
})

test('the most expensive model call takes two clicks', async ({ page }) => {
  await page.goto(`/runs/${await runWhere(page, '')}`)
  const { click, clicks } = clicking()
  await click(overview(page))
  await click(main(page).getByRole('button', { name: /\$0\.0486/ }))
  await expect(page.getByRole('dialog')).toContainText('Sent to the model')
  expect(clicks()).toBe(2)
})

test('a file of a step takes three clicks', async ({ page }) => {
  await page.goto(`/runs/${await runWhere(page, '')}`)
  const { click, clicks } = clicking()
  await click(page.locator('[data-node-id]').filter({ hasText: 'Write the report' }))
  const dialog = page.getByRole('dialog')
  await click(dialog.getByRole('tab', { name: /Files/ }))
  await click(dialog.getByText('report.md').first())
  await expect(page).toHaveURL(/in\.file=/)
  expect(clicks()).toBe(3)
})

test('sharing a view takes one click, and its link none to restore it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/runs/${await runWhere(page, '')}?view=events&ev.only=errors&ev.order=duration`)
  await expect(page.getByText('2 of 34 events')).toBeVisible()
  const { click, clicks } = clicking()
  await click(page.getByRole('button', { name: 'Share' }))
  expect(clicks()).toBe(1)
  const other = await context.newPage()
  await other.goto(await clipboard(page))
  await expect(other.getByText('2 of 34 events')).toBeVisible()
  expect(new URL(other.url()).search).toBe(new URL(page.url()).search)
})

test('cost by agent takes one click', async ({ page }) => {
  await page.goto(`/runs/${await runWhere(page, '')}`)
  const { click, clicks } = clicking()
  await click(overview(page))
  const agents = main(page).getByRole('table', { name: 'By agent' })
  await expect(agents.getByRole('row', { name: /^engineer/ })).toContainText('$0.0845')
  await expect(agents.getByRole('row', { name: /^Total/ })).toContainText('$0.1776')
  expect(clicks()).toBe(1)
})

test('the final answer of a run takes one click', async ({ page }) => {
  await page.goto(`/runs/${await runWhere(page, '')}`)
  const { click, clicks } = clicking()
  await click(overview(page))
  await expect(main(page).getByRole('heading', { name: /^Final output/ })).toBeVisible()
  await expect(main(page).getByText('Accept after approval.')).toBeVisible()
  expect(clicks()).toBe(1)
})
