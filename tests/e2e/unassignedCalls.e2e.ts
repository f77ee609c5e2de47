import { axeFindings } from '../support/browser/axe.ts'
import { expect, test } from '../support/browser/watched.ts'

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const said = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
const hexadecimal = (digits: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(digits / 2)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const QUESTION = `Explain in full what a booking costs that is changed twice. ${'Leave nothing out. '.repeat(40)}`
const ANSWER = `It costs 40 EUR. ${'And there is more to say. '.repeat(60)}That is **all of it**.`

/** What an instrumentation of a model's client sends where no agent is around the call. */
function oneCall(startedAt: number) {
  const traceId = hexadecimal(32)
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.request.model', 'gpt-e2e'),
    text('gen_ai.input.messages', said('user', QUESTION)),
    text('gen_ai.output.messages', said('assistant', ANSWER)),
  ]
  const span = (parentSpanId: string, name: string, given: typeof attributes) => ({
    traceId,
    spanId: hexadecimal(16),
    ...(parentSpanId === '' ? {} : { parentSpanId }),
    name,
    startTimeUnixNano: `${startedAt}000000`,
    endTimeUnixNano: `${startedAt + 250}000000`,
    attributes: given,
  })
  const call = span('', 'chat gpt-e2e', attributes)
  const agent = span('', 'invoke_agent support', [
    text('gen_ai.operation.name', 'invoke_agent'),
    text('gen_ai.agent.name', 'support'),
  ])
  const body = (given: object) => ({
    resourceSpans: [
      { resource: { attributes: [text('service.name', 'booking-desk')] }, scopeSpans: [{ spans: [given] }] },
    ],
  })
  return { call: body(call), agent: body(agent) }
}

test('an unassigned call is listed, opens in full, and leaves the list when its agent span arrives', async ({
  page,
  request,
}) => {
  const { call, agent } = oneCall(Date.now())
  await page.goto('/unassigned-calls')
  await expect(page.getByRole('heading', { name: 'Unassigned calls' })).toBeVisible()
  expect((await request.post('/v1/traces', { data: call })).status()).toBe(200)
  // It comes by itself.
  const row = page.getByRole('list', { name: 'Unassigned calls, newest first' }).getByRole('link', { name: /gpt-e2e/ })
  await expect(row).toContainText('booking-desk')
  await row.click()

  const dialog = page.getByRole('dialog', { name: 'Unassigned call' })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Explain in full' })).toContainText(QUESTION.trim())
  await expect(dialog.getByText('all of it', { exact: true })).toBeVisible()
  await expect(dialog).toContainText(ANSWER.replaceAll('**', ''))
  for (const colorScheme of ['light', 'dark'] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one face after the other
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await axeFindings(page)).toEqual([])
  }

  await page.keyboard.press('Escape')
  await page.getByText('How to turn calls into runs').click()
  await expect(page.getByRole('region', { name: 'python code' })).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  expect((await request.post('/v1/traces', { data: agent })).status()).toBe(200)
  await expect(row).toHaveCount(0)
  await expect(
    page
      .getByRole('navigation', { name: 'Runs' })
      .getByRole('link', { name: /support/ })
      .first(),
  ).toBeVisible()
})
