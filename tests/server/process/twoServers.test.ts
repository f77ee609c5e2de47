import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { RUN_STREAM_EVENTS } from '#contract/stream.ts'
import { ownSchema } from '#tests/support/databases.ts'
import { readSse } from '#tests/support/readSse.ts'
import { type ServerProcess, startServer } from '#tests/support/process/startServer.ts'

const schema = await ownSchema()

describe.skipIf(schema === undefined)('two servers on one Postgres', () => {
  let servers: readonly ServerProcess[] = []
  let [here, there] = ['', '']
  beforeAll(async () => {
    const start = () => startServer({ DATABASE_URL: schema?.url ?? '' })
    servers = [start(), start()]
    ;[here = '', there = ''] = await Promise.all(servers.map((server) => server.ready()))
  }, 60_000)
  afterAll(async () => {
    for (const { child } of servers) child.kill('SIGTERM')
    await Promise.all(servers.map((server) => server.ended()))
    await schema?.drop()
  })

  const post = async (run_id: string, batch: object, base = here) => {
    const response = await fetch(`${base}/api/runs/${run_id}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batch),
    })
    expect(response.status).toBe(200)
  }

  test('serve one stream: what is written through one is told by the other, whole and in order', async () => {
    const run_id = randomUUID()
    await post(run_id, { run: { status: 'executing' }, nodes: [{ node_id: 'step_1', status: 'running' }] })
    const reader = readSse(await fetch(`${there}/api/runs/${run_id}/stream`), 20_000)
    let last = z.parse(RUN_STREAM_EVENTS.hello, (await reader.next())?.data).seq
    const events = Array.from({ length: 20 }, (_, i) => `${run_id} ${i}`)
    for (const event_id of events)
      // oxlint-disable-next-line no-await-in-loop -- one write after the other, as an agent makes them
      await post(run_id, { events: [{ event_id, node_id: 'step_1', event_type: 'info' }] })
    const seen: string[] = []
    while (seen.length < events.length) {
      // oxlint-disable-next-line no-await-in-loop -- frames come one after the other
      const change = z.parse(RUN_STREAM_EVENTS.change, (await reader.next())?.data)
      expect(change.prev).toBe(last)
      last = change.seq
      seen.push(...change.events.map(({ event_id }) => event_id))
    }
    expect(seen.toSorted()).toEqual(events.toSorted())
    await reader.leave()
  })

  test('keep what each was told of one row at the same time', async () => {
    const run_id = randomUUID()
    await post(run_id, { run: { status: 'executing' } })
    const told = { agent_name: 'writer', status: 'completed', event_subtype: 'call', error_message: 'none', depth: 2 }
    const event_ids = Array.from({ length: 8 }, (_, i) => `${run_id} ${i}`)
    await Promise.all(
      event_ids.flatMap((event_id) =>
        Object.entries(told).map(([field, value], i) =>
          post(run_id, { events: [{ event_id, event_type: 'info', [field]: value }] }, i % 2 ? here : there),
        ),
      ),
    )
    const events: unknown = await (await fetch(`${there}/api/runs/${run_id}/events`)).json()
    expect(events).toMatchObject({ total: event_ids.length, items: event_ids.map(() => told) })
  })

  test('draw a run whose spans came to either, and tell of it', async () => {
    const trace_id = randomUUID().replaceAll('-', '')
    const list = readSse(await fetch(`${there}/api/run-stream`), 20_000)
    await list.next()
    const span = (spanId: string, parentSpanId: string, name: string) => ({
      traceId: trace_id,
      spanId,
      parentSpanId,
      name,
      startTimeUnixNano: '1769000000000000000',
      endTimeUnixNano: '1769000001000000000',
      attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } },
        { key: 'gen_ai.agent.name', value: { stringValue: name } },
      ],
    })
    const send = async (base: string, spans: readonly object[]) =>
      expect(
        (
          await fetch(`${base}/v1/traces`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
          })
        ).status,
      ).toBe(200)
    await send(here, [span('00000000000000a2', '00000000000000a1', 'writer')])
    await send(there, [span('00000000000000a1', '', 'boss')])
    for (let status = ''; status !== 'completed';) {
      // oxlint-disable-next-line no-await-in-loop -- frames come one after the other
      const event = await list.next()
      const rows = z.parse(z.object({ runs: z.array(z.object({ status: z.string() })) }), event?.data).runs
      status = rows[0]?.status ?? status
    }
    const run_id = trace_id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    const dag: unknown = await (await fetch(`${here}/api/runs/${run_id}/dag`)).json()
    expect(dag).toMatchObject({ nodes: [{ label: 'boss' }, { label: 'writer' }], edges: [{ origin: 'inferred' }] })
    await list.leave()
  })
})
