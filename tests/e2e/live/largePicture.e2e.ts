import type { APIRequestContext, Page } from '@playwright/test'
import { axeFindings } from '#tests/support/browser/axe.ts'
import { expect, test } from '#tests/support/browser/watched.ts'

/* A run of 1,500 nodes of which no two play the same part, unfolded: its picture is painted, not mounted. */

const NODES = 1500
const FAILED = 700

async function postRun(request: APIRequestContext): Promise<string> {
  const run_id = crypto.randomUUID()
  const ids = Array.from({ length: NODES }, (_, at) => `n${at}`)
  const reply = await request.post(`/api/runs/${run_id}/batch`, {
    data: {
      run: { status: 'failed', task_description: `Do ${NODES} things` },
      nodes: ids.map((node_id, at) => ({
        node_id,
        label: `Thing ${String.fromCodePoint(97 + (at % 26))}${at}`,
        order_index: at,
        status: at === FAILED ? 'failed' : 'completed',
      })),
      edges: ids.slice(1).map((to_node_id, at) => ({ from_node_id: `n${Math.floor(at / 4)}`, to_node_id })),
    },
  })
  expect(reply.status()).toBe(200)
  return run_id
}

const graphIn = (page: Page) => page.getByRole('group', { name: /^Graph of the run/ })
const mounted = (page: Page) => page.locator('[data-card-id]').count()

/** Where the picture tells of something on hover, from the middle outwards: what is painted there can be pressed. */
async function findPainted(page: Page, hint: RegExp): Promise<{ readonly x: number; readonly y: number }> {
  const pane = page.locator('.react-flow__pane')
  const box = await pane.boundingBox()
  if (!box) throw new Error('there is no picture')
  for (let ring = 0; ring < 30; ring++)
    for (let turn = 0; turn < 16; turn++) {
      const angle = (turn / 16) * 2 * Math.PI
      const x = box.x + box.width / 2 + Math.cos(angle) * ring * 12
      const y = box.y + box.height / 2 + Math.sin(angle) * ring * 9
      await page.mouse.move(x, y)
      if (hint.test((await pane.getAttribute('title')) ?? '')) return { x, y }
    }
  throw new Error('nothing is painted where it was looked for')
}

test('a graph of 1,500 cards is painted, and mouse, keyboard and links reach each card', async ({ page, request }) => {
  test.setTimeout(180_000)
  const run_id = await postRun(request)
  await page.goto(`/runs/${run_id}?fold=none`)
  const graph = graphIn(page)
  // It opens where it can be read, on what failed; only what is near is mounted.
  await expect(graph.getByRole('button', { name: /^Thing y700 ?,.*failed/ })).toBeInViewport()
  const painted = await page.evaluate(() => {
    const [mark] = performance.getEntriesByName('runlens:graph-painted')
    return mark instanceof PerformanceMark ? mark.detail : undefined
  })
  expect(painted).toMatchObject({ nodes: NODES, drawn: NODES, folded: 0 })
  expect(painted.smallestTextPx).toBeGreaterThanOrEqual(10.99)
  expect(await mounted(page)).toBeLessThan(200)
  expect(await axeFindings(page)).toEqual([])

  // FoldDepth out: whatever is mounted goes, and what is painted answers the hand.
  await page.getByRole('button', { name: 'Fit graph' }).click()
  await expect.poll(() => mounted(page)).toBeLessThan(4)
  await expect(graph.locator('canvas').first()).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  const place = await findPainted(page, /^Thing .*\(n\d+\)/)
  const node_id = /\((n\d+)\)/.exec((await page.locator('.react-flow__pane').getAttribute('title')) ?? '')?.[1] ?? ''
  await page.mouse.click(place.x, place.y)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/nodes/${node_id}\\?`))
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // The keyboard goes on at that card, and follows the edges though no card that they lead to is mounted.
  await page.getByRole('button', { name: 'Fit graph' }).click()
  await page.locator(`[data-node-id="${node_id}"]`).focus()
  await page.keyboard.press('Home')
  await expect(page.locator('[data-node-id="n0"]')).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.locator(`[data-node-id="n${NODES - 1}"]`)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Thing r1499/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.locator(`[data-node-id="n${NODES - 1}"]`)).toBeFocused()

  // By a link, whole and where it can be read.
  await page.goto(`/runs/${run_id}/nodes/n1234?fold=none`)
  await expect(page.getByRole('dialog', { name: /^Thing/ })).toBeVisible()
  const card = graph.getByRole('button', { name: /^Thing m1234 ?,/ })
  await expect(card).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // By hand from there to somewhere else: what comes into view is mounted once the hand rests, and what went is not.
  const box = await page.locator('.react-flow__pane').boundingBox()
  if (!box) throw new Error('there is no picture')
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 20]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 500, y - 350, { steps: 8 })
  await page.mouse.up()
  await page.mouse.move(x, y - 200)
  for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, 240)
  await expect.poll(() => mounted(page)).toBeLessThan(4)
  for (let turn = 0; turn < 5; turn++) await page.mouse.wheel(0, -240)
  await expect.poll(() => mounted(page)).toBeGreaterThan(3)
})
