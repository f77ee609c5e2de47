import type { Page } from '@playwright/test'
import { expect, test } from '../support/watched.ts'

/* A run of 300 nodes and 6,000 events among which are payloads of megabytes and texts that try to do harm. */

async function runId(page: Page): Promise<string> {
  const { items } = await (await page.request.get('/api/runs')).json()
  return items[0].run_id
}

/** The longest time, in milliseconds, for which the page did not answer, since it was asked to watch. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { longTasks: seen })
    new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    })
  })
  return () => page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks))
}

test('the timeline draws the whole run, and its window is in the link', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}?view=timeline`)
  await expect(page.getByText(/300 nodes · 6,008 events/)).toBeVisible()
  await expect(page.locator('canvas').first()).toBeVisible()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page).toHaveURL(/window=\d+-\d+/)
  const link = page.url()
  await page.goto(link)
  await expect(page.locator('canvas').first()).toBeVisible()
  expect(page.url()).toBe(link)
})

test('the first failure is one press away, and what is opened belongs to it', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}?view=events`)
  await page.getByRole('button', { name: /First failure/ }).click()
  await expect(page.getByRole('dialog')).toContainText(/timeout: the service did not answer|ValueError/)
  await expect(page).toHaveURL(/nodes\/step_\d+\?tab=events/)
})

test('a payload of megabytes, of 200,000 lines, or of one long line opens while the page goes on answering', async ({
  page,
}) => {
  const run = await runId(page)
  for (const name of ['large-json', 'large-lines', 'large-line']) {
    await page.goto(`/runs/${run}/nodes/planning?tab=events&event=${run.slice(0, 8)}-${name}`)
    const dialog = page.getByRole('dialog')
    const longest = await watchTasks(page)
    await expect(dialog.getByText('Outputs', { exact: true })).toBeVisible()
    await dialog
      .getByRole('button', { name: /raw JSON/ })
      .first()
      .click()
    await expect(dialog.getByText(/Raw JSON/)).toBeVisible()
    // Not a measure of speed, which is noise here: a page that draws it all is gone for many seconds.
    expect(await longest()).toBeLessThan(4000)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(20_000)
  }
})

test('hostile texts and files are shown and do nothing', async ({ page }) => {
  const run = await runId(page)
  for (const number of [0, 1, 2, 3, 4]) {
    await page.goto(`/runs/${run}/nodes/planning?tab=events&event=${run.slice(0, 8)}-hostile-${number}`)
    await expect(page.getByRole('dialog').getByText('Outputs', { exact: true })).toBeVisible()
  }
  for (const number of [0, 1, 2, 3, 4]) {
    await page.goto(`/runs/${run}?view=files&file=${run.slice(0, 8)}-hostile-${number}`)
    await expect(page.getByRole('link', { name: 'Download', exact: true })).toBeVisible()
  }
  expect(await page.title()).not.toContain('owned')
})

test('a search finds a payload and opens it in place', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}`)
  await page.keyboard.press('/')
  await page.keyboard.type('of a long log')
  await expect(page.locator('mark').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page).toHaveURL(/find=of\+a\+long\+log/)
})

test('an edge tells its messages, and a press shows just those', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}`)
  const edge = page.getByRole('button', { name: /message.* between/ }).first()
  await edge.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/view=messages.*between=/)
  await expect(page.getByText(/Between/).first()).toBeVisible()
})

test('all files come as one archive', async ({ page }) => {
  const reply = await page.request.get(`/api/runs/${await runId(page)}/files.zip`)
  expect(reply.headers()['content-type']).toBe('application/zip')
  const bytes = await reply.body()
  expect(bytes.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'))
  expect(bytes.includes('reports/section_0.md')).toBe(true)
})
