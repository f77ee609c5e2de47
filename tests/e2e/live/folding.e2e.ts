import { expect, test } from '#tests/support/browser/watched.ts'

/* A fan-out of 400, of which three failed, as a person meets it. */

const PAGES = 400
const FAILED = new Set([7, 99, 300])

test('a fan-out of 400 nodes is one card with its failures beside it, and every member is reachable', async ({
  page,
  request,
}) => {
  const run_id = crypto.randomUUID()
  const pages = Array.from({ length: PAGES }, (_, at) => `page_${at}`)
  const reply = await request.post(`/api/runs/${run_id}/batch`, {
    data: {
      run: { status: 'failed', task_description: `Read ${PAGES} pages` },
      nodes: [
        { node_id: 'plan', label: 'Plan', status: 'completed' },
        ...pages.map((node_id, at) => ({
          node_id,
          label: `Read page ${at}`,
          order_index: at,
          agent: 'reader',
          status: FAILED.has(at) ? 'failed' : 'completed',
        })),
        { node_id: 'write', label: 'Write', status: 'skipped' },
      ],
      edges: pages.flatMap((node_id) => [
        { from_node_id: 'plan', to_node_id: node_id },
        { from_node_id: node_id, to_node_id: 'write' },
      ]),
    },
  })
  expect(reply.status()).toBe(200)

  await page.goto(`/runs/${run_id}`)
  const graph = page.getByRole('group', { name: /^Graph of the run/ })
  const fold = graph.getByRole('button', { name: /^Read page ?× 397/ })
  await expect(fold).toContainText('397 completed · 3 shown separately')
  for (const at of FAILED)
    await expect(graph.getByRole('button', { name: new RegExp(`^Read page ${at} ?,`) })).toBeInViewport()
  await expect(page.getByText('6 cards for 402 nodes, 397 folded')).toBeVisible()

  // The whole is in view, and its text can be read.
  const painted = await page.evaluate(() => {
    const [mark] = performance.getEntriesByName('runlens:graph-painted')
    return mark instanceof PerformanceMark ? mark.detail : undefined
  })
  expect(painted).toMatchObject({ nodes: 402, drawn: 6, folded: 397 })
  expect(painted.zoom).toBeGreaterThanOrEqual(0.6)
  expect(painted.smallestTextPx).toBeGreaterThanOrEqual(10.99)

  // By the keyboard alone: from the card to its members, to one of them, and back.
  await fold.focus()
  await page.keyboard.press('Enter')
  const members = page.getByRole('region', { name: /^Members of Read page, 400 nodes/ })
  await expect(members.getByRole('button', { name: /^Read page 7/ })).toBeFocused()
  await page.keyboard.press('End')
  await expect(members.getByRole('button', { name: /^Read page 399/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Read page 399' })).toBeVisible()
  await expect(page).toHaveURL(/nodes\/page_399\?.*members=page_0/)
  await expect(graph.getByRole('button', { name: /^Read page 399 ?,/ })).toBeInViewport()

  // The link shows the same to somebody else.
  await page.goto(page.url())
  await expect(page.getByRole('dialog', { name: 'Read page 399' })).toBeVisible()
  await expect(members).toBeVisible()
  await expect(graph.getByRole('button', { name: /^Read page ?× 396/ })).toBeVisible()
})
