import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { expect, test } from '../support/browser/watched.ts'

/** The demo run of the most nodes. */
async function largestRun(page: Page) {
  const { items } = await (await page.request.get('/api/runs?limit=500')).json()
  return items.reduce((best: { node_count: number }, row: { node_count: number }) =>
    row.node_count > best.node_count ? row : best,
  ) as { readonly run_id: string; readonly node_count: number }
}

async function saved(page: Page, choice: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export graph' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: choice }).click()
  return await readFile(await (await download).path())
}

test('the graph exports as SVG and PNG, and the files name their run', async ({ page }) => {
  const { run_id, node_count } = await largestRun(page)
  const { nodes } = await (await page.request.get(`/api/runs/${run_id}/dag`)).json()
  await page.goto(`/runs/${run_id}?fold=none`)
  await expect(page.locator('.react-flow__node')).toHaveCount(node_count)

  const svg = (await saved(page, 'Whole graph as SVG')).toString()
  const told = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml')
    return {
      origin: document.querySelector('metadata')?.textContent ?? '',
      texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent),
      hasError: document.querySelector('parsererror') !== null,
    }
  }, svg)
  expect(told.hasError).toBe(false)
  expect(JSON.parse(told.origin)).toMatchObject({ run_id, receipt: expect.stringContaining(`${node_count} nodes`) })
  for (const { label } of nodes) expect(told.texts.join('\n')).toContain(label.slice(0, 8))

  const png = await saved(page, 'Visible area as PNG')
  const box = await page.locator('.react-flow').boundingBox()
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    Math.ceil(box?.width ?? 0) * 2,
    Math.ceil(box?.height ?? 0) * 2,
  ])
  expect(png.includes(run_id)).toBe(true)
})
