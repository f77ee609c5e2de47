import { expect, test } from '#tests/support/browser/watched.ts'
import { moveFingers, pinch } from '#tests/support/browser/touch.ts'

/* A run of 400 nodes, unfolded: its picture is painted, and React Flow's pane takes the fingers. */

const NODES = 400

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('two fingers zoom a painted graph about their middle, and one finger pans it', async ({ page, request }) => {
  const run_id = crypto.randomUUID()
  const ids = Array.from({ length: NODES }, (_, at) => `n${at}`)
  const reply = await request.post(`/api/runs/${run_id}/batch`, {
    data: {
      run: { status: 'completed', task_description: 'Pinch me' },
      nodes: ids.map((node_id, at) => ({ node_id, label: `Part ${at}`, order_index: at, status: 'completed' })),
      edges: ids.slice(1).map((to_node_id, at) => ({ from_node_id: `n${Math.floor(at / 4)}`, to_node_id })),
    },
  })
  expect(reply.status()).toBe(200)
  await page.goto(`/runs/${run_id}?view=graph&fold=none`)
  await expect(page.locator('[data-painted] canvas').first()).toBeVisible()
  await page.getByRole('button', { name: 'Fit graph' }).tap()
  await page.waitForTimeout(600)

  /** The view as React Flow has it: the canvas follows it in every frame. */
  const viewNow = () =>
    page.locator('.react-flow__viewport').evaluate((element) => {
      const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform)
      return { zoom: a, x: e, y: f }
    })
  const pane = await page.locator('.react-flow__pane').boundingBox()
  if (!pane) throw new Error('there is no picture')
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 }
  /** The point of the picture between the fingers. */
  const under = ({ zoom, x, y }: Awaited<ReturnType<typeof viewNow>>) => ({
    x: (middle.x - pane.x - x) / zoom,
    y: (middle.y - pane.y - y) / zoom,
  })

  const before = await viewNow()
  await pinch(page, middle, { from: 40, to: 120 })
  await expect.poll(async () => (await viewNow()).zoom / before.zoom).toBeCloseTo(3, 0)
  const zoomed = await viewNow()
  expect(Math.abs(under(zoomed).x - under(before).x) * zoomed.zoom).toBeLessThan(3)
  expect(Math.abs(under(zoomed).y - under(before).y) * zoomed.zoom).toBeLessThan(3)

  await moveFingers(page, [{ from: middle, to: { x: middle.x - 90, y: middle.y - 60 } }])
  await expect.poll(async () => (await viewNow()).x - zoomed.x).toBeLessThan(-70)
  expect((await viewNow()).y - zoomed.y).toBeLessThan(-40)
  expect((await viewNow()).zoom).toBeCloseTo(zoomed.zoom, 3)
})
