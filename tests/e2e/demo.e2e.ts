import { ENDPOINTS } from '#contract/endpoints.ts'
import * as z from 'zod/mini'
import { expect, LONE_RUN, test } from '../support/browser/watched.ts'

const Runs = ENDPOINTS.listRuns.reply
const Dag = ENDPOINTS.getDag.reply

test('every count of the old database can be read back through the API', async ({ request }) => {
  const runs: z.output<typeof Runs>['items'][number][] = []
  for (let cursor = ''; ;) {
    const page = z.parse(Runs, await (await request.get(`/api/runs?limit=500${cursor}`)).json())
    expect(page.total).toBe(265)
    runs.push(...page.items)
    if (page.next_cursor === null) break
    cursor = `&cursor=${page.next_cursor}`
  }
  const sum = (pick: (run: (typeof runs)[number]) => number) => runs.reduce((all, run) => all + pick(run), 0)
  expect(runs).toHaveLength(265)
  expect(sum((run) => run.event_count)).toBe(635)
  expect(sum((run) => run.file_count)).toBe(31)
  expect(sum((run) => run.message_count)).toBe(3)
  expect((await (await request.get('/api/sessions')).json()).total).toBe(123)

  const dags = []
  for (const { run_id } of runs) dags.push(z.parse(Dag, await (await request.get(`/api/runs/${run_id}/dag`)).json()))
  const nodes = dags.flatMap((dag) => dag.nodes)
  const recorded = nodes.filter((node) => node.origin === 'recorded')
  const isUuid = (id: string) => /^[0-9a-f]{8}-/.test(id)
  expect(recorded).toHaveLength(153)
  expect(recorded.filter((node) => isUuid(node.node_id))).toHaveLength(142)
  expect(dags.flatMap((dag) => dag.edges).filter((edge) => edge.origin === 'recorded')).toHaveLength(68)
  expect(dags.reduce((all, dag) => all + dag.events_without_node, 0)).toBe(48)

  const named = (node_id: string) => nodes.filter((node) => node.node_id === node_id)
  const events = (node_id: string) => named(node_id).reduce((all, node) => all + node.event_count, 0)
  expect([named('step_1').length, events('step_1')]).toEqual([35, 454])
  expect([named('planning').length, events('planning')]).toEqual([35, 35])
  expect([named('terminator').length, events('terminator')]).toEqual([42, 42])
})

test('run 4870fb7a shows one event for step_1 and mentions 34 other runs with that node id', async ({ page }) => {
  await page.goto(`/runs/${LONE_RUN}/nodes/step_1?tab=events`)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/1 event.*all from run 4870fb7a/)
  await expect(dialog).toContainText('34 other runs')
  await expect(dialog.getByRole('tab', { name: /Events/ })).toContainText('1')
})

test('the integrity report shows what the old query mixed and links to the rows of one run', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Integrity', exact: true }).click()
  await expect(page).toHaveURL(/\/integrity$/)
  const main = page.getByRole('main')
  await expect(main).toContainText('No row is shown in a run that it does not belong to.')
  await expect(main).toContainText('142 UUIDs, 11 names')
  await expect(main).toContainText('587 with a node, 48 without')
  const row = main.getByRole('row', { name: /step_1/ })
  const words = /454 events in 35 runs → (\d+) in this run/
  await expect(row).toContainText(words)
  const typical = words.exec((await row.textContent()) ?? '')?.[1]
  await row.getByRole('link', { name: /^this run/ }).click()
  await expect(page.getByRole('dialog')).toContainText(new RegExp(`${typical} events.*all from run`))

  await page.goBack()
  await main
    .getByText(/^Where/)
    .first()
    .click()
  await main.getByRole('listitem').first().getByRole('link').first().click()
  await main.getByRole('link', { name: /^\d+ findings?$/ }).click()
  await expect(page).toHaveURL(/\/integrity\?run=[0-9a-f-]{36}$/)
  await expect(main).toContainText(/\d+ findings? in this run/)
})

test('the API rejects the old query without a run id and explains why', async ({ request }) => {
  const reply = await request.get('/api/nodes/step_1/events')
  expect(reply.status()).toBe(400)
  expect(reply.headers()['content-type']).toContain('application/problem+json')
  expect((await reply.json()).detail).toMatch(/repeat/)
})
