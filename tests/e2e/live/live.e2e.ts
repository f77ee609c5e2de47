import { card } from '#tests/support/browser/card.ts'
import { example } from '#tests/support/browser/example.ts'
import { expect, test } from '#tests/support/browser/watched.ts'

test('whoever watches the scripted agent sees its agents, its failed tool and its files come', async ({
  page,
  baseURL,
}) => {
  await page.goto('/connect')
  const reporting = example('demoAgent', baseURL, '--fast', '--seed', '7')
  await page.goto('/')
  const row = page.getByRole('navigation', { name: 'Runs' }).getByRole('link').filter({ hasText: /genai/ }).first()
  await row.click()
  const said = await reporting
  await expect(page).toHaveURL(new RegExp(/\/runs\/([0-9a-f-]{36})/.exec(said)?.[1] ?? 'no run was named'))
  await expect(card(page, 'writer#2')).toContainText('completed')
  await expect(card(page, 'technology_researcher')).toContainText('1')
  await expect(page.getByRole('tab', { name: /Files/ })).toContainText('3')
})

test('a batch is on screen at once, and what is being read does not move', async ({ page, request }) => {
  const run_id = crypto.randomUUID()
  const path = `/api/runs/${run_id}/batch`
  const event = (number: number) => ({
    event_id: `${run_id} ${number}`,
    node_id: 'step_1',
    event_type: 'info',
    execution_order: number,
  })
  const post = async (data: object) => expect((await request.post(path, { data })).status()).toBe(200)
  await post({
    run: { status: 'executing', task_description: 'Count to three' },
    nodes: [{ node_id: 'step_1', status: 'running' }],
    events: [event(1)],
  })
  // What is written before the stream begins is read with the page, and once more when the stream has begun: that is no news.
  let lastRead = Date.now()
  page.on('requestfinished', (read) => {
    if (read.url().includes(run_id)) lastRead = Date.now()
  })
  await page.goto(`/runs/${run_id}/nodes/step_1?tab=events`)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/1 event.*all from run/)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  await expect.poll(() => Date.now() - lastRead, { timeout: 15_000 }).toBeGreaterThan(2000)
  await post({ events: [event(2), event(3)] })
  await dialog.getByRole('button', { name: /2 new events/ }).click()
  await expect(dialog).toContainText(/3 events.*all from run/)
  await post({ nodes: [{ node_id: 'step_1', status: 'completed' }], run: { status: 'completed' } })
  await expect(card(page, 'step_1')).toContainText('completed')
})
