import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { logText } from '#server/http/requestLog.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

const { app, lines } = appOver(await twinStore())

test('a line tells the pattern of the route and nothing of the URL', async () => {
  await app.request(`/api/runs/${BLUE}/nodes/step_1/events?q=hush`, { headers: { 'x-request-id': 'forged' } })
  const line = lines.at(-1)
  expect(line).toMatchObject({
    method: 'GET',
    route: '/api/runs/:run_id/nodes/:node_id/events',
    status: 200,
    level: 'info',
    error: null,
  })
  expect(JSON.stringify(line)).not.toMatch(/hush|step_1|forged|b1000000/)
})

test('the reply, its problem and the log line bear the same id', async () => {
  const response = await app.request('/api/runs/x')
  const id = response.headers.get('x-request-id')
  expect(lines.at(-1)).toMatchObject({ request_id: id, status: 400, level: 'warn', error: { code: 'bad_request' } })
  expect(await response.json()).toMatchObject({ instance: `urn:uuid:${id}` })
})

test('a method that nobody knows cannot write into the log', async () => {
  await app.request('/api/runs', { method: 'FORGED' })
  expect(lines.at(-1)).toMatchObject({ method: 'other', status: 405 })
})

test('no control character reaches the terminal', () => {
  const [line] = lines
  if (line === undefined) throw new Error('nothing was logged')
  const text = logText({ ...line, route: 'a\nb\u001b[31m\u009b\u2028\u007f' })
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
  expect(JSON.parse(text)).toMatchObject({ route: 'a\nb\u001b[31m\u009b\u2028\u007f' })
})
