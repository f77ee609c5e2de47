import type { Page } from '@playwright/test'
import { expect, test } from '#tests/support/browser/watched.ts'

/* Megabytes take their time on a busy machine. */
const slow = expect.configure({ timeout: 30_000 })

/* A run of 300 nodes and 6,000 events among which are payloads of megabytes and texts that try to do harm. */

async function runId(page: Page): Promise<string> {
  const { items } = await (await page.request.get('/api/runs')).json()
  return items[0].run_id
}

test('the timeline draws the whole run, and its window is in the link', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}?view=timeline`)
  await slow(page.getByText(/300 nodes · 6,008 events/)).toBeVisible()
  await slow(page.locator('canvas').first()).toBeVisible()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page).toHaveURL(/window=\d+-\d+/)
  const link = page.url()
  await page.goto(link)
  await slow(page.locator('canvas').first()).toBeVisible()
  expect(page.url()).toBe(link)
})

test('the first failure is one press away, and what is opened belongs to it', async ({ page }) => {
  await page.goto(`/runs/${await runId(page)}?view=events`)
  await page.getByRole('button', { name: /First failure/ }).click()
  await expect(page.getByRole('dialog')).toContainText(/timeout: the service did not answer|ValueError/)
  await expect(page).toHaveURL(/nodes\/step_\d+\?tab=events/)
})

test('a payload of megabytes, of 200,000 lines, or of one long line opens, and only what is in view is drawn', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const run = await runId(page)
  for (const name of ['large-json', 'large-lines', 'large-line']) {
    await page.goto(`/runs/${run}/nodes/planning?tab=events&view=messages&event=${run.slice(0, 8)}-${name}`)
    const dialog = page.getByRole('dialog')
    await slow(dialog.getByText('Result', { exact: true })).toBeVisible()
    await dialog
      .getByRole('button', { name: /raw JSON/ })
      .first()
      .click()
    await slow(dialog.getByText(/Raw JSON/)).toBeVisible()
    // Not a measure of speed, which is noise here: what is not drawn cannot freeze the page.
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(6000)
  }
})

test('hostile texts and files are shown and do nothing', async ({ page }) => {
  test.setTimeout(120_000)
  const run = await runId(page)
  for (const number of [0, 1, 2, 3, 4]) {
    await page.goto(`/runs/${run}/nodes/planning?tab=events&view=messages&event=${run.slice(0, 8)}-hostile-${number}`)
    await slow(page.getByRole('dialog').getByText('Answer', { exact: true })).toBeVisible()
  }
  for (const number of [0, 1, 2, 3, 4]) {
    await page.goto(`/runs/${run}?view=files&file=${run.slice(0, 8)}-hostile-${number}`)
    await expect(page.getByRole('link', { name: 'Download', exact: true })).toBeVisible()
  }
  expect(await page.title()).not.toContain('owned')
})

test('a search finds a payload and opens it in place', async ({ page }) => {
  test.setTimeout(90_000)
  await page.goto(`/runs/${await runId(page)}`)
  await page.getByRole('textbox', { name: 'Search this run' }).fill('of a long log')
  await slow(page.locator('mark').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await slow(page.getByRole('dialog')).toBeVisible()
  await expect(page).toHaveURL(/find=of\+a\+long\+log/)
})

test('an edge tells its messages, and a press shows just those', async ({ page }) => {
  // Between folded cards stand the messages of many edges, which no press tells apart.
  await page.goto(`/runs/${await runId(page)}?fold=none`)
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
