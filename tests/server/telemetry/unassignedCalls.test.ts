import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { CALL_PREVIEW_MAX } from '#contract/telemetry.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { appOver, problemIn } from '#tests/support/twinApp.ts'
import { readCaptures } from '#tests/support/captures.ts'
import { storeCases } from '#tests/support/databases.ts'
import { agent, chat, handmadeSpan, RUN, tool, TRACE } from '#tests/support/handmadeSpans.ts'
import { useTestStore } from '#tests/support/testStore.ts'

const LIST = '/api/telemetry/loose-calls'
const said = (role: string, ...contents: readonly string[]): string =>
  JSON.stringify(contents.map((content) => ({ role, parts: [{ type: 'text', content }] })))

/** A server that was sent these spans, and has drawn what is in them. */
async function server(spans: readonly RawSpan[], store: Store = createMemoryStore()) {
  const { app } = appOver(store)
  const draw = async (quietMs = 3_600_000) => {
    const failures: unknown[] = []
    const onFailure = (_run: unknown, error: unknown) => void failures.push(error)
    await new Projector({ ...store, project: projectSpans, quietMs, onFailure }).projectDue()
    expect(failures).toEqual([])
  }
  const accept = async (more: readonly RawSpan[]) => {
    await store.spans.acceptSpans(more)
    await draw()
  }
  await accept(spans)
  return {
    app,
    accept,
    draw,
    list: async (query = '') =>
      z.parse(ENDPOINTS.listUnassignedCalls.reply, await (await app.request(`${LIST}${query}`)).json()),
    whole: async (span: RawSpan) =>
      z.parse(
        ENDPOINTS.getUnassignedCall.reply,
        await (await app.request(`${LIST}/${span.trace_id}/${span.span_id}`)).json(),
      ).item,
  }
}

const question = handmadeSpan({
  id: 1,
  from: 0,
  to: 250,
  service: 'help-desk',
  scope: 'openai-instrumentation',
  name: 'chat mock-gpt',
  attributes: {
    ...chat,
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.output_tokens': 5,
    'gen_ai.input.messages': said('user', 'Who are you?', 'Which planet has the most moons?'),
    'gen_ai.output.messages': said('assistant', 'Saturn has.'),
  },
})
const lookup = handmadeSpan({
  id: 2,
  trace: TRACE.replace('0', '1'),
  from: 1000,
  to: 1010,
  attributes: { ...tool('web_search'), 'gen_ai.tool.call.arguments': '{"query":"moons"}' },
  status: { code: 2, message: 'Traceback:\nTimeoutError: no reply' },
})

describe.each(storeCases)('calls outside a run, over $name', (storeCase) => {
  const store = useTestStore(storeCase)

  test('come as rows that tell what was called, what it said and what it took', async () => {
    const { list } = await server([question, lookup], store())
    const page = await list()
    expect([page.scope, page.total, page.next_cursor]).toEqual([{}, 2, null])
    expect(page.items).toMatchObject([
      {
        kind: 'tool',
        event_type: 'tool_call',
        headline: 'web_search(query: moons) failed, TimeoutError: no reply',
        service: 'shop',
        status: 'failed',
        is_error: true,
        error_message: 'Traceback:\nTimeoutError: no reply',
        asked: '{"query":"moons"}',
        answered: null,
        duration_ms: 10,
      },
      {
        trace_id: TRACE,
        span_id: '0000000000000001',
        kind: 'model',
        event_type: 'llm_call',
        headline: 'asked mock-gpt, “Saturn has.”',
        service: 'help-desk',
        model: 'mock-gpt',
        started_at: '2026-01-20T10:00:00.000000Z',
        completed_at: '2026-01-20T10:00:00.250000Z',
        status: 'completed',
        input_tokens: 12,
        output_tokens: 5,
        asked: 'Which planet has the most moons?',
        answered: 'Saturn has.',
      },
    ])
  })

  test('are paged by a cursor that no other list takes', async () => {
    const { app, list } = await server([question, lookup], store())
    const first = await list('?limit=1')
    const second = await list(`?limit=1&cursor=${first.next_cursor}`)
    expect([...first.items, ...second.items]).toEqual((await list()).items)
    expect(second.next_cursor).toBeNull()
    const foreign = await app.request(`/api/runs?cursor=${first.next_cursor}`)
    expect((await problemIn(foreign)).code).toBe('bad_cursor')
  })

  test('are read whole, and are not found once they are part of a run', async () => {
    const { app, accept, list, whole } = await server([question], store())
    expect(await whole(question)).toMatchObject({
      headline: 'asked mock-gpt, “Saturn has.”',
      span_name: 'chat mock-gpt',
      scope_name: 'openai-instrumentation',
      messages: [
        { role: 'user', text: 'Who are you?' },
        { role: 'user', text: 'Which planet has the most moons?' },
      ],
      outputs: { text: 'Saturn has.' },
      meta: { kind: 'model', model: 'mock-gpt' },
      attributes: question.attributes,
    })
    await accept([handmadeSpan({ id: 9, from: 0, to: 300, attributes: agent('boss') })])
    expect(await list()).toMatchObject({ items: [], total: 0 })
    const gone = await app.request(`${LIST}/${question.trace_id}/${question.span_id}`)
    expect([gone.status, (await problemIn(gone)).detail]).toEqual([
      404,
      'There is no such unassigned call. One that existed has become part of a run.',
    ])
    expect((await app.request(`/api/runs/${RUN}`)).status).toBe(200)
  })
})

test('ids that are no span’s are refused by the words of their fields', async () => {
  const { app } = await server([question])
  const problem = await problemIn(await app.request(`${LIST}/${TRACE.toUpperCase()}/1`))
  expect([problem.status, problem.errors?.map(({ field }) => field)]).toEqual([400, ['trace_id', 'span_id']])
})

test('a call whose parent has not come waits for it, and is listed when none is expected any more', async () => {
  const child = { ...question, parent_span_id: '00000000000000aa' }
  const { accept, draw, list } = await server([child])
  expect((await list()).total).toBe(0)
  await draw(0)
  expect((await list()).total).toBe(1)
  await accept([handmadeSpan({ id: 0xaa, from: 0, to: 300, attributes: agent('boss') })])
  expect((await list()).total).toBe(0)
})

test('every span of an instrumentation that begins a trace for each is listed, and none is a run', async () => {
  const capture = readCaptures().find(({ name }) => name === 'langgraph-openllmetry/react-tool')
  const body = capture?.bodies.find(({ encoding }) => encoding === 'protobuf')
  const { app, draw, list } = await server([])
  const headers = { 'content-type': 'application/x-protobuf' }
  await app.request('/v1/traces', { method: 'POST', headers, body: body?.bytes ?? null })
  await draw()
  const { items } = await list()
  expect(items.length).toBe(14)
  expect(items.filter(({ kind }) => kind === 'model').map(({ asked }) => asked)).toEqual([
    'Weather in Paris?',
    'Weather in Paris?',
  ])
  expect(items.find(({ kind }) => kind === 'tool')?.answered).toBe('Paris: 18C')
  expect(items.find(({ headline }) => headline === 'CompiledStateGraph')?.kind).toBe('container')
  expect(await (await app.request('/api/runs')).json()).toMatchObject({ total: 0 })
})

test.each<readonly [string, Partial<RawSpan>]>([
  [
    'texts of megabytes',
    { name: 'n'.repeat(2_000_000), attributes: { ...chat, 'gen_ai.prompt': 'x'.repeat(2_000_000) } },
  ],
  ['marks that turn the text and signs that no text has', { attributes: tool('a\u202Eb\u0000\ud800\n\nc') }],
  ['JSON that nests without end', { attributes: { ...tool('t'), 'gen_ai.tool.call.arguments': '['.repeat(50_000) } }],
  ['figures that are none', { attributes: { ...chat, 'gen_ai.usage.input_tokens': -5, 'gen_ai.usage.cost': '1e999' } }],
  ['fields of the language', { attributes: { ...chat, ['__proto__']: 'x', constructor: 'y', toString: 'z' } }],
  ['an end before its start', { end_ns: '1' }],
  ['the last moment there is', { start_ns: '9223372036854775807', end_ns: '9223372036854775807' }],
  ['no service, no name and no model', { name: ' ', resource: {}, attributes: { 'openinference.span.kind': 'LLM' } }],
])('a call with %s is a row like any other', async (_what, over) => {
  const wild: RawSpan = { ...question, ...over }
  const { list, whole } = await server([wild])
  const { items } = await list()
  expect(items.length).toBe(1)
  expect(items[0]?.headline.length).toBeGreaterThan(0)
  expect(items[0]?.headline.length).toBeLessThanOrEqual(200)
  expect(items[0]?.asked?.length ?? 0).toBeLessThanOrEqual(CALL_PREVIEW_MAX)
  expect((await whole(wild)).span_id).toBe(question.span_id)
})
