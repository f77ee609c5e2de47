import { BATCH_BYTES_MAX, BATCH_ROWS_MAX, CONTENT_BYTES_MAX } from '#contract/batch.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { appOver, problemIn, twinStore } from '#tests/support/twinApp.ts'
import { describe, expect, test } from 'vitest'

const path = (run_id: string) => `/api/runs/${run_id}/batch`
const json = { 'content-type': 'application/json' }

describe('a batch that no store needs to see', async () => {
  const { app } = appOver(await twinStore())
  const send = (body: BodyInit, headers: Readonly<Record<string, string>> = json, run_id: string = BLUE) =>
    app.request(path(run_id), { method: 'POST', headers: { ...headers }, body })
  const refused = async (body: unknown) => await problemIn(await send(JSON.stringify(body)))

  test.each([
    ['no UUID', { parent_run_id: 'x' }, '/run/parent_run_id'],
    ['a number for a text', { agent: 7 }, '/run/agent'],
    ['an unknown field', { titel: 'x' }, '/run/titel'],
    ['an unknown field with a slash', { 'a/b~c': 'x' }, '/run/a~1b~0c'],
    ['a moment that is none', { started_at: '2026-02-30' }, '/run/started_at'],
    ['null for a word', { status: null }, '/run/status'],
    ['a list for meta', { meta: [] }, '/run/meta'],
  ])('%s in the run is refused by its place', async (_, run, field) => {
    expect(await refused({ run })).toMatchObject({ status: 422, code: 'unprocessable', errors: [{ field }] })
  })

  test.each([
    ['an empty id', { node_id: '' }],
    ['NUL in an id', { node_id: 'a\u0000' }],
    ['half a surrogate pair in an id', { node_id: '\ud800' }],
    ['an id of dots', { node_id: '..' }],
    ['an id of 513 bytes', { node_id: 'n'.repeat(513) }],
    ['an id that is a number', { node_id: 5 }],
    ['no id', { label: 'hunter2' }],
  ])('%s is refused, never mended, and not repeated', async (_, row) => {
    const problem = await refused({ nodes: [{ node_id: 'good' }, row] })
    expect(problem.errors).toMatchObject([{ field: '/nodes/1/node_id' }])
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  test.each([
    ['a byte order mark alone', '\ufeff', 'U+FEFF'],
    ['a byte order mark in front', '\ufeffx', 'U+FEFF'],
    ['a blank without a width', 'a\u200bb', 'U+200B'],
    ['a joiner that joins nothing', 'a\u200db', 'U+200D'],
    ['a mark that turns the text', 'txt.\u202eexe', 'U+202E'],
    ['a soft hyphen', 'step\u00ad1', 'U+00AD'],
    ['a variation of a letter', 'a\ufe0f', 'U+FE0F'],
    ['two variations of one emoji', '\u26a0\ufe0f\ufe0f', 'U+FE0F'],
    ['a tag', 'a\u{e0041}', 'U+E0041'],
    ['a filler', 'a\u3164', 'U+3164'],
    ['a separator of lines', 'a\u2028b', 'U+2028'],
  ])('%s in an id is refused wherever an id stands, by the name of the character', async (_, id, character) => {
    const fields = {
      sessions: ['session_id'],
      nodes: ['node_id', 'parent_node_id'],
      edges: ['from_node_id', 'to_node_id'],
      events: ['event_id', 'node_id', 'parent_event_id'],
      files: ['file_id', 'node_id', 'event_id'],
      messages: ['message_id', 'node_id', 'event_id'],
    }
    const keys = { node_id: 'n', from_node_id: 'a', to_node_id: 'b', event_id: 'e', file_id: 'f', message_id: 'm' }
    for (const [list, columns] of Object.entries(fields))
      for (const column of columns) {
        const row = Object.fromEntries(Object.entries(keys).filter(([key]) => columns.includes(key)))
        const problem = await refused({ [list]: [{ ...row, [column]: id }] })
        expect(problem).toMatchObject({ status: 422, errors: [{ field: `/${list}/0/${column}` }] })
        expect(problem.detail).toContain(`must not contain invisible characters such as ${character}`)
      }
    expect(await refused({ run: { session_id: id } })).toMatchObject({ errors: [{ field: '/run/session_id' }] })
  })

  test('an emoji in an id is taken, whatever it is put together of', async () => {
    const ids = [
      '\u26a0\ufe0f review',
      '\u{1f469}\u200d\u{1f4bb} coder',
      '\u{1f575}\u{1f3fd}\u200d\u2642\ufe0f',
      'wait \u23f3',
    ]
    const nodes = ids.map((node_id) => ({ node_id }))
    expect((await send(JSON.stringify({ nodes }))).status).toBe(200)
    const kept = ids.map(async (id) => (await app.request(`/api/runs/${BLUE}/nodes/${encodeURIComponent(id)}`)).status)
    expect(await Promise.all(kept)).toEqual(ids.map(() => 200))
  })

  test.each([
    ['what is no base64', { content_base64: 'not base64!' }, 'content_base64'],
    ['base64 without its padding', { content_base64: 'YQ' }, 'content_base64'],
    ['two contents', { content_base64: 'YQ==', content_text: 'a' }, 'content_text'],
    ['a text beyond the limit', { content_text: 'é'.repeat(CONTENT_BYTES_MAX / 2 + 1) }, 'content_text'],
    ['base64 beyond the limit', { content_base64: `${'AAAA'.repeat(CONTENT_BYTES_MAX / 3)}AAAA` }, 'content_base64'],
  ])('a file with %s is refused', async (_, content, field) => {
    const problem = await refused({ files: [{ file_id: 'x', ...content }] })
    expect(problem.errors).toMatchObject([{ field: `/files/0/${field}` }])
  })

  test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'the type "%s" is refused with 415',
    async (type) => {
      const response = await send(JSON.stringify({}), { 'content-type': type })
      expect(response.headers.get('accept')).toBe('application/json')
      expect((await problemIn(response)).code).toBe('unsupported_media_type')
    },
  )

  test('a charset beside the type does not matter', async () => {
    expect((await send('{}', { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200)
  })

  test('more bytes than a batch may have are refused, also where their number was not told', async () => {
    const stream = new Response(new Uint8Array(BATCH_BYTES_MAX + 1).fill(0x20)).body
    const init = { method: 'POST', headers: json, body: stream, duplex: 'half' }
    expect((await problemIn(await app.request(path(BLUE), init))).code).toBe('payload_too_large')
  })

  test.each([BATCH_ROWS_MAX + 1, 2_000_000])('%i rows are refused, however little they say', async (count) => {
    const problem = await problemIn(await send(`{"nodes":[${'{},'.repeat(count - 1)}{}]}`))
    expect(problem).toMatchObject({ code: 'unprocessable', errors: [{ field: '' }] })
    expect(problem.detail).toContain(String(BATCH_ROWS_MAX))
  })

  test('a payload of 64 levels is taken, one of 65 refused by its place, and one of a million at once', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    const body = (levels: number) => `{"events":[{"event_id":"deep","inputs":${nested(levels)}}]}`
    expect((await send(body(64))).status).toBe(200)
    expect((await problemIn(await send(body(65)))).errors).toMatchObject([{ field: '/events/0/inputs' }])
    expect(await problemIn(await send(body(1_000_000)))).toMatchObject({ status: 422, errors: [{ field: '' }] })
  })

  test.each([
    ['half a JSON', '{"run":'],
    ['nothing', ''],
    ['what is no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('%s is a bad request', async (_, body) => {
    expect((await problemIn(await send(body))).code).toBe('bad_request')
  })

  test.each(['[]', 'null', '5', '{"rows":[]}', '{"nodes":{}}', '{"nodes":[[]]}', '{"__proto__":[]}'])(
    '%s is no batch',
    async (body) => {
      expect((await problemIn(await send(body))).code).toBe('unprocessable')
    },
  )

  test('a run id that is none is refused before anything is read', async () => {
    const response = await send('no JSON', json, 'step_1')
    expect(await problemIn(response)).toMatchObject({ code: 'bad_request', errors: [{ field: 'run_id' }] })
  })

  test('a page of another site cannot write', async () => {
    const response = await send('{}', { ...json, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })
    expect((await problemIn(response)).code).toBe('forbidden_origin')
  })

  test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is 405, and POST is what is allowed', async (method) => {
    const response = await app.request(path(BLUE), { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })
})
