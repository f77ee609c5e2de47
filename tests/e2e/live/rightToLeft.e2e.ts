import { expect, test } from '../../support/browser/watched.ts'

const RUN = '7d9f2a10-3c5e-4b6a-8f21-0c4d5e6f7a81'
const FIRST = 'ראשון'
const TITLE = `${FIRST} ${'מילה ארוכה מאוד '.repeat(30)}`

test('a title that reads from right to left shows its beginning where it is cut', async ({ page, request }) => {
  const run = { session_id: 'right-to-left', status: 'completed', task_description: TITLE }
  const node = { node_id: 'a', node_type: 'agent', label: TITLE, status: 'completed' }
  const sent = await request.post(`/api/runs/${RUN}/batch`, { data: { run, nodes: [node] } })
  expect(sent.ok(), await sent.text()).toBe(true)
  await page.goto(`/runs/${RUN}`)
  for (const title of [page.getByRole('heading', { level: 1 }), page.locator('[data-node-id] [dir="auto"]').first()]) {
    await expect(title).toBeVisible()
    // The first word lies within the box of the title, so that nothing cuts it off.
    const isSeen = await title.evaluate((element, word) => {
      const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
      if (!text) return false
      const range = document.createRange()
      range.setStart(text, 0)
      range.setEnd(text, word.length)
      const [box, own] = [element.getBoundingClientRect(), range.getBoundingClientRect()]
      return own.left >= box.left - 1 && own.right <= box.right + 1
    }, FIRST)
    expect(isSeen).toBe(true)
  }
})
