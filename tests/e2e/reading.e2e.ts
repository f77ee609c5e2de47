import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser/watched.ts'

/** The run of the demo with the largest graph. */
async function flagship(page: Page): Promise<string> {
  const { items } = await (await page.request.get('/api/runs?limit=500')).json()
  items.sort((a: { node_count: number }, b: { node_count: number }) => b.node_count - a.node_count)
  return items[0].run_id
}

test('a new user opens the app, selects a run and opens a node', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Open the latest run with a graph' }).click()
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/)
  await page
    .getByRole('button', { name: /agent node/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/all from run [0-9a-f]{8}/)
  await dialog.getByRole('tab', { name: /Events/ }).click()
  await expect(page).toHaveURL(/tab=events/)
})

test('the keyboard alone walks the graph, opens a node, and comes back to it', async ({ page }) => {
  await page.goto(`/runs/${await flagship(page)}`)
  const cards = page.locator('[data-node-id]')
  await expect(cards.first()).toBeVisible()
  await cards.first().focus()
  const start = await page.evaluate(() => document.activeElement?.getAttribute('data-node-id'))
  // A graph this long is drawn in lines, from left to right.
  await page.keyboard.press('ArrowRight')
  const next = await page.evaluate(() => document.activeElement?.getAttribute('data-node-id'))
  expect(next).not.toBe(start)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('heading').first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator(`[data-node-id="${next}"]`)).toBeFocused()
})

test('back and forward restore run, node and tab', async ({ page }) => {
  const run = await flagship(page)
  await page.goto(`/runs/${run}`)
  await page.locator('[data-node-id]').first().click()
  await page.getByRole('dialog').getByRole('tab', { name: /Files/ }).click()
  await page.getByRole('main').getByRole('tab', { name: 'Timeline' }).click()
  await expect(page).toHaveURL(/tab=files.*view=timeline/)
  await page.goBack()
  await expect(page.getByRole('tab', { name: 'Graph' })).toHaveAttribute('aria-selected', 'true')
  await page.goBack()
  await page.goBack()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goForward()
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('the graph stays in view beside the dialog, and the chosen card within it', async ({ page }) => {
  await page.goto(`/runs/${await flagship(page)}`)
  const last = page.locator('[data-node-id]').last()
  await last.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  const dialog = await page.getByRole('dialog').boundingBox()
  await expect
    .poll(async () => {
      const card = await last.boundingBox()
      return card && dialog && card.x + card.width <= dialog.x + 1
    })
    .toBe(true)
})

test('a link to a node shows its full card away from the canvas edges', async ({ page, request }) => {
  const run = await flagship(page)
  const { nodes } = await (await request.get(`/api/runs/${run}/dag`)).json()
  for (const { node_id, label } of [nodes[0], nodes[Math.floor(nodes.length / 2)], nodes.at(-1)]) {
    await page.goto(`/runs/${run}/nodes/${encodeURIComponent(node_id)}`)
    await expect(page.getByRole('dialog')).toContainText(label)
    const inside = async () => {
      const [canvas, box] = await Promise.all([
        page.getByRole('group', { name: /Graph of the run/ }).boundingBox(),
        page.locator(`[data-node-id="${node_id}"]`).first().boundingBox(),
      ])
      if (!canvas || !box) return undefined
      return Math.min(
        box.x - canvas.x,
        box.y - canvas.y,
        canvas.x + canvas.width - box.x - box.width,
        canvas.y + canvas.height - box.y - box.height,
      )
    }
    await expect.poll(inside).toBeGreaterThan(15)
  }
})

test('a theme is chosen once and kept', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('on a narrow screen the runs are a drawer, and the dialog covers the graph', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 700 })
  await page.goto(`/runs/${await flagship(page)}`)
  await page.getByRole('button', { name: 'Show run list' }).click()
  await expect(page.getByRole('dialog', { name: 'Runs' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Runs' })).toHaveCount(0)
  await page.locator('[data-node-id]').first().click()
  const box = await page.getByRole('dialog').boundingBox()
  expect(box?.width).toBeGreaterThan(880)
})

test('a shared link restores the direction, the zoom and the place of the graph', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/runs/${await flagship(page)}`)
  await expect(page.locator('[data-node-id]').first()).toBeVisible()
  await page.getByRole('button', { name: 'Top to bottom' }).click()
  await expect(page.getByRole('button', { name: 'Left to right' })).toBeVisible()
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await page.mouse.move(900, 500)
  await page.mouse.down()
  await page.mouse.move(820, 420, { steps: 4 })
  await page.mouse.up()
  const placeOf = (on: Page) => on.locator('.react-flow__viewport').evaluate((element) => element.style.transform)
  await page.waitForTimeout(600)
  const sent = await placeOf(page)
  await page.getByRole('button', { name: 'Share' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/direction=down&camera=/)

  await page.evaluate(() => localStorage.clear())
  const other = await context.newPage()
  await other.goto(link)
  await expect(other.getByRole('button', { name: 'Left to right' })).toBeVisible()
  const numbers = (transform: string) => (transform.match(/-?[\d.]+/g) ?? []).map(Number)
  await expect
    .poll(async () => {
      const received = numbers(await placeOf(other))
      return numbers(sent).every((value, i) => Math.abs(value - (received[i] ?? Infinity)) < 2)
    })
    .toBe(true)
  await other.mouse.move(900, 500)
  await other.mouse.wheel(0, 300)
  await expect(other).not.toHaveURL(/camera=/)
})
