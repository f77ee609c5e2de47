import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'

const { app } = appOver(await twinStore())
const run = `/api/runs/${BLUE}`
const step = `${run}/nodes/step_1`

const firstCursor = async (path: string): Promise<string> => {
  const reply: unknown = await (await app.request(path)).json()
  return (reply as { readonly next_cursor: string }).next_cursor
}
const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const own = await firstCursor(`${step}/events?limit=1`)
const decoded = JSON.parse(Buffer.from(own, 'base64url').toString()) as Readonly<Record<string, unknown>>

test.each([
  ['a run id that is no UUID', '/api/runs/step_1', 'run_id'],
  ['a run id in capitals', `/api/runs/${BLUE.toUpperCase()}`, 'run_id'],
  ['a run id with a blank behind it', `/api/runs/${BLUE}%20`, 'run_id'],
  ['a node id of 513 bytes', `${run}/nodes/${'n'.repeat(513)}`, 'node_id'],
  ['a node id of 257 characters of two bytes', `${run}/nodes/${'%C3%A9'.repeat(257)}`, 'node_id'],
  ['an event id of 129 bytes', `/api/events/${'e'.repeat(129)}/tree`, 'event_id'],
  ['NUL in a node id', `${run}/nodes/step%00`, 'node_id'],
  ['a line feed in a file id', `${run}/files/a%0Ab/content`, 'file_id'],
  ['half a surrogate pair in a node id', `${run}/nodes/%ED%A0%80/events`, 'node_id'],
  ['half a percent sequence in a node id', `${run}/nodes/%E0%A4%A/events`, 'node_id'],
  ['half a surrogate pair in a query', '/api/runs?q=%ED%A0%80', 'q'],
  ['NUL in a query', '/api/runs?q=a%00b', 'q'],
  ['an unknown status', '/api/runs?status=done', 'status'],
  ['an unknown status beside a known one', '/api/runs?status=failed,done', 'status'],
  ['an unknown event type', `${step}/events?event_type=tool`, 'event_type'],
  ['an empty event type', `${step}/events?event_type=`, 'event_type'],
  ['errors=false', `${step}/events?errors=false`, 'errors'],
  ['a moment that is none', '/api/runs?since=2026-02-30', 'since'],
  ['an oversized session id', `/api/runs?session_id=${'s'.repeat(129)}`, 'session_id'],
  ['an oversized text', `/api/runs?q=${'q'.repeat(201)}`, 'q'],
  ['a search without a text', `${run}/search?kind=event`, 'q'],
  ['a search for an empty text', `${run}/search?kind=event&q=`, 'q'],
  ['a search for an oversized text', `${run}/search?kind=event&q=${'q'.repeat(201)}`, 'q'],
  ['a search for NUL', `${run}/search?kind=event&q=%00`, 'q'],
  ['a search for half a surrogate pair', `${run}/search?kind=event&q=%ED%A0%80`, 'q'],
  ['a search without a kind', `${run}/search?q=x`, 'kind'],
  ['a search for an unknown kind', `${run}/search?kind=run&q=x`, 'kind'],
  ['a search for two kinds', `${run}/search?kind=event,node&q=x`, 'kind'],
  ['a parameter of an archive', `${run}/files.zip?limit=1`, 'limit'],
  ['limit 0', '/api/runs?limit=0', 'limit'],
  ['limit 501', '/api/runs?limit=501', 'limit'],
  ['limit abc', '/api/runs?limit=abc', 'limit'],
  ['limit 1e2', '/api/runs?limit=1e2', 'limit'],
  ['limit 20001 for columns', `${run}/event-columns?limit=20001`, 'limit'],
  ['limit 0 for columns', `${step}/event-columns?limit=0`, 'limit'],
  ['limit 501 beside two nodes', `${run}/messages?from_node_id=a&to_node_id=b&limit=501`, 'limit'],
  ['an unknown part', `${run}/event-columns?part=foo`, 'part'],
  ['two parts', `${step}/event-columns?part=errors,end`, 'part'],
  ['a filter that columns do not have', `${run}/event-columns?q=x`, 'q'],
  ['only one end of an edge', `${run}/messages?from_node_id=planning`, 'to_node_id'],
  ['only the other end of an edge', `${run}/messages?to_node_id=planning`, 'to_node_id'],
  ['NUL in an end of an edge', `${run}/messages?from_node_id=a%00&to_node_id=b`, 'from_node_id'],
  ['ends of an edge at a node', `${step}/messages?from_node_id=planning&to_node_id=step_1`, 'from_node_id'],
  ['an unknown parameter', '/api/runs?nodeId=step_1', 'nodeId'],
  ['an unknown parameter where there are none', `${run}/dag?limit=5`, 'limit'],
  ['a parameter named as a prototype', '/api/runs?__proto__=1', '__proto__'],
  ['a parameter without a name', '/api/runs?=1', ''],
  ['a repeated parameter', `/api/nodes/step_1/events?run_id=${BLUE}&run_id=${GREEN}`, 'run_id'],
  ['a repeated parameter in another spelling', `/api/nodes/step_1/events?run_id=${BLUE}&run%5Fid=${GREEN}`, 'run_id'],
  ['a cursor of 2049 characters', `/api/runs?cursor=${'c'.repeat(2049)}`, 'cursor'],
  ['an empty cursor', '/api/runs?cursor=', 'cursor'],
])('%s is refused with 400 and the name of the field', async (_, path, field) => {
  const response = await app.request(path)
  const problem = await problemIn(response)
  expect(problem).toMatchObject({ status: 400, code: 'bad_request' })
  expect(problem.errors.map((error) => error.field)).toContain(field)
})

test('a refusal names fields and never repeats values', async () => {
  const response = await app.request('/api/runs?status=hunter2&q=%00hunter2&limit=hunter2&session_id=hunter2%07')
  expect(response.status).toBe(400)
  expect(await response.text()).not.toContain('hunter2')
})

test('all that is wrong is told at once', async () => {
  const problem = await problemIn(await app.request('/api/runs/x/nodes/%00/events?limit=0&event_type=x'))
  expect(problem.errors.map((error) => error.field)).toEqual(['run_id', 'node_id', 'limit', 'event_type'])
})

test.each([
  ['garbage', 'garbage'],
  ['base64 of no JSON', Buffer.from('{').toString('base64url')],
  ['JSON of another shape', cursorOf({ after: 1 })],
  ['padding behind it', `${own}=`],
  ['another run', cursorOf({ ...decoded, scope: { run_id: GREEN, node_id: 'step_1' } })],
  ['another node', cursorOf({ ...decoded, scope: { run_id: BLUE, node_id: 'planning' } })],
  ['another list', cursorOf({ ...decoded, list: 'nodeFiles' })],
  ['other filters', cursorOf({ ...decoded, filter: '0'.repeat(24) })],
  ['too few keys', cursorOf({ ...decoded, after: [2] })],
  ['too many keys', cursorOf({ ...decoded, after: [2, '2026-01-19T10:01:00.123456Z', 'a', 'b'] })],
  ['a key of another type', cursorOf({ ...decoded, after: ['2', '2026-01-19T10:01:00.123456Z', 'a'] })],
  ['a key that is a fraction', cursorOf({ ...decoded, after: [0.5, '2026-01-19T10:01:00.123456Z', 'a'] })],
  ['a month that does not exist', cursorOf({ ...decoded, after: [2, '2026-13-19T10:01:00.123456Z', 'a'] })],
  ['NUL in a key', cursorOf({ ...decoded, after: [2, '2026-01-19T10:01:00.123456Z', 'a\u0000'] })],
  ['half a surrogate pair in a key', cursorOf({ ...decoded, after: [2, '2026-01-19T10:01:00.123456Z', '\ud800'] })],
])('a cursor with %s is refused', async (_, cursor) => {
  const problem = await problemIn(await app.request(`${step}/events?cursor=${cursor}`))
  expect(problem).toMatchObject({ status: 400, code: 'bad_cursor', errors: [{ field: 'cursor' }] })
})

test('the cursor that was tampered with above is a good one as it was', async () => {
  expect((await app.request(`${step}/events?cursor=${own}`)).status).toBe(200)
})

test.each([
  ['another run', `/api/runs/${GREEN}/nodes/step_1/events`],
  ['the whole run', `${run}/events`],
  ['another node', `${run}/nodes/planning/events`],
  ['a filter that it was not made with', `${step}/events?errors=true`],
])('a true cursor of one list is refused by %s', async (_, path) => {
  const response = await app.request(`${path}${path.includes('?') ? '&' : '?'}cursor=${own}`)
  expect((await problemIn(response)).code).toBe('bad_cursor')
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s on a known path is 405 and says what is allowed',
  async (method) => {
    const response = await app.request(`${step}/events`, { method })
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect((await problemIn(response)).code).toBe('method_not_allowed')
  },
)

test('HEAD answers as GET does, without a body', async () => {
  const response = await app.request(run, { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([200, ''])
})

test.each(['/api', '/api/', '/api/run', `${run}/`, `${run}/nodes`, '/nothing'])('%s is a plain 404', async (path) => {
  expect((await problemIn(await app.request(path))).code).toBe('not_found')
})
