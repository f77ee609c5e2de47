import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/watched.ts'

// The first of these tests needs an empty database, and each leaves a run to the next.
test.describe.configure({ mode: 'serial' })

/** Starts an example of ours, as a person would in another terminal; answers when it has ended. */
async function example(name: 'langgraph' | 'demoAgent', endpoint: string | undefined, ...options: readonly string[]) {
  const program = [`examples/${name}/main.ts`, '--endpoint', endpoint ?? '', ...options]
  const child = spawn(process.execPath, ['--import', './scripts/tsx.mjs', ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect([code, said]).toEqual([0, said])
  return said
}

const card = (page: Page, name: string) =>
  page.getByRole('group', { name: /Graph of the run/ }).getByRole('button', { name })

test('an empty database says what to paste, and a graph of LangGraph draws itself there', async ({ page, baseURL }) => {
  await page.goto('/')
  await expect(page.getByText(/Waiting for the first span/)).toBeVisible()
  await expect(page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${baseURL}`)).toBeVisible()

  const reporting = example('langgraph', baseURL)
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/)
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  // A node is there while it runs: LangGraph names it on every span within.
  await expect(card(page, 'plan').or(card(page, 'range')).first()).toBeVisible()
  await reporting
  for (const name of ['plan', 'cost', 'noise', 'range', 'writer'])
    await expect(card(page, name)).toContainText('completed')

  // The last cards may still be gliding to their places, and a press that begins on one and ends beside it is none.
  const dialog = page.getByRole('dialog')
  await expect(async () => {
    await card(page, 'writer').click()
    await expect(dialog).toBeVisible({ timeout: 2000 })
  }).toPass()
  await dialog.getByRole('tab', { name: /Events/ }).click()
  await expect(dialog).toContainText(/all from run/)
})

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
