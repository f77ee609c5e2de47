import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { ENDPOINTS } from '#contract/endpoints.ts'
import { inSoak } from '#tests/support/inSoak.ts'
import { probeHealth } from '#tests/support/process/healthProbe.ts'
import { type ServerProcess, startServer, temporaryFolder } from '#tests/support/process/startServer.ts'

/* Small bodies that are large once they are read. The server goes on, and takes little more memory than before. */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const MIB = 1024 * 1024
const MORE_MAX = 150 * MIB
/** Together many times what the server may take. */
const LARGE_SPANS = inSoak(75, 25)
const text = (bytes: number) => 'x'.repeat(bytes)
const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })
const AGENT = [attribute('gen_ai.operation.name', 'invoke_agent'), attribute('gen_ai.agent.name', 'one')]
const CHAT = [attribute('gen_ai.operation.name', 'chat'), attribute('gen_ai.request.model', 'm')]
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')
const times = <Made>(count: number, make: (at: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, at) => make(at))

/** The span number `at` of a trace: the first is an agent, the others are its calls. */
const span = (trace: number, at: number, more: object = {}, attributes: readonly object[] = []) => ({
  traceId: hex(trace, 32),
  spanId: hex(at + 1, 16),
  ...(at > 0 && { parentSpanId: hex(1, 16) }),
  name: `span ${at}`,
  startTimeUnixNano: `17690000000${String(at).padStart(5, '0')}000`,
  endTimeUnixNano: '1769000001000000000',
  attributes: [...(at === 0 ? AGENT : CHAT), ...attributes],
  ...more,
})
const body = (spans: readonly object[], resource: readonly object[] = []) => ({
  resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'test' }, spans }] }],
})

/** A body of one span with a value that holds this JSON. */
const nested = (values: string): string => {
  const value = { key: 'k', value: { arrayValue: { values: ['?'] } } }
  return JSON.stringify(body([span(8, 0, {}, [value])])).replace('"?"', () => values)
}

const ATTACKS: readonly (readonly [string, number, () => readonly object[]])[] = [
  [
    '200 spans under 32 MiB of resource',
    200,
    () => [
      body(
        times(200, (at) => span(1, at)),
        times(8, (at) => attribute(`r${at}`, text(4 * MIB))),
      ),
    ],
  ],
  [
    'eight spans of 12 MiB of one trace, one a body',
    8,
    () =>
      times(8, (at) =>
        body([
          span(
            2,
            at,
            {},
            times(3, (of) => attribute(`gen_ai.prompt.${of}.content`, text(4 * MIB))),
          ),
        ]),
      ),
  ],
  [
    'events, links and a name of many megabytes',
    3,
    () => [
      body([
        span(3, 0, {
          events: times(12, () => ({ name: 'exception', attributes: [attribute('exception.message', text(MIB))] })),
        }),
        span(3, 1, { links: times(100_000, (at) => ({ traceId: hex(at + 1, 32), spanId: hex(at + 1, 16) })) }),
        span(3, 2, { name: text(8 * MIB) }),
      ]),
    ],
  ],
  [
    '40 resources of a megabyte, each of one span',
    40,
    () => [
      {
        resourceSpans: times(40, (at) => ({
          resource: { attributes: [attribute('r', text(MIB) + at)] },
          scopeSpans: [{ spans: [span(4, at)] }],
        })),
      },
    ],
  ],
  [
    '50,000 attributes of one span',
    1,
    () => [
      body([
        span(
          5,
          0,
          {},
          times(50_000, (at) => attribute(`k${at}`, 'v')),
        ),
      ]),
    ],
  ],
]

describe('a server that is sent small bodies which are large inside', () => {
  const resources: { readonly remove: () => Promise<void> }[] = []
  let server: ServerProcess
  let url = ''
  let idle = 0

  beforeAll(async () => {
    const folder = await temporaryFolder()
    resources.push(folder)
    server = startServer({ DATA_DIR: folder.path })
    url = await server.ready()
    // The database engine has all its memory only once it has written something.
    await post(body([span(9, 0)]))
    await drawn()
    idle = await memory()
  })
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended()
    for (const { remove } of resources) await remove()
  })

  /** Sent again where the server closed a connection that was idle, as any exporter does. */
  const ask = async (to: string, init?: RequestInit, tries = 3): Promise<Response> => {
    try {
      return await fetch(to, init)
    } catch (error) {
      if (tries === 1 || server.child.exitCode !== null) throw error
      return await ask(to, init, tries - 1)
    }
  }
  const memory = async (): Promise<number> => {
    const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
  }
  const post = (json: object): Promise<number> => send(gzipSync(JSON.stringify(json)))
  const send = async (packed: Uint8Array<ArrayBuffer>, type = 'application/json'): Promise<number> => {
    const response = await ask(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': type, 'content-encoding': 'gzip' },
      body: packed,
    })
    await response.text()
    return response.status
  }
  const telemetry = async () =>
    z.parse(ENDPOINTS.getTelemetry.reply, await (await ask(`${url}/api/telemetry`)).json()).item
  const drawn = async () => {
    // oxlint-disable-next-line no-await-in-loop -- each look comes after the former one
    while ((await telemetry()).waiting.spans > 0)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(100)
  }

  /** Does the work while memory and health are looked at. */
  const watched = async (what: string, work: () => Promise<void>): Promise<void> => {
    let most = 0
    const over = new AbortController()
    const health = probeHealth(server, url)
    const watching = (async () => {
      while (!over.signal.aborted) {
        most = Math.max(most, await memory())
        await sleep(10)
      }
    })()
    try {
      await work()
    } finally {
      over.abort()
      await watching
    }
    await health.expectAnswers(what)
    const more = Math.round((most - idle) / MIB)
    process.stdout.write(`memory, ${what}: ${more} MiB more than idle\n`)
    expect(more).toBeLessThan(MORE_MAX / MIB)
  }

  it.each(ATTACKS)('goes on after %s', async (what, spans, make) => {
    await watched(what, async () => {
      for (const json of make()) expect(await post(json)).toBe(200)
      await drawn()
    })
    const trace = ATTACKS.findIndex(([attack]) => attack === what) + 1
    const run = await ask(`${url}/api/runs/${hex(trace, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`)
    expect(run.status).toBe(200)
    expect(await run.json()).toMatchObject({ item: { meta: { span_count: spans } } })
  })

  it(`goes on after ${LARGE_SPANS} spans with a value of 32 MiB each, of one trace`, async () => {
    // What is alike in all of them is packed once: a gzip may have several members.
    const [head = '', tail = ''] = JSON.stringify(body([span(7, 0, {}, [attribute('k', '?')])])).split('?')
    const value = gzipSync(text(32 * MIB))
    const bodies = times(LARGE_SPANS, (at) =>
      Buffer.concat([gzipSync(head.replace(hex(1, 16), hex(at + 1, 16))), value, gzipSync(tail)]),
    )
    await watched(`${LARGE_SPANS} spans of 32 MiB`, async () => {
      for (const one of bodies) expect(await send(one)).toBe(200)
      await drawn()
    })
    const run = await ask(`${url}/api/runs/00000000-0000-0000-0000-000000000007`)
    expect(run.status).toBe(200)
  })

  it.each([
    ['16 MiB of empty resources', 'application/x-protobuf', () => Buffer.alloc(16 * MIB, Buffer.from([0x0a, 0x00]))],
    ['16 MiB of empty resources', 'application/json', () => `{"resourceSpans":[${'{},'.repeat(5 * MIB)}{}]}`],
    ['16 MiB of empty lists', 'application/json', () => nested(`${'[],'.repeat(5 * MIB)}[]`)],
    ['a value of 5 million values', 'application/json', () => nested(`${'{},'.repeat(5 * MIB)}{}`)],
  ])('is not held up by %s, as %s, in a body of 16 KiB', async (what, type, make) => {
    const packed = gzipSync(make(), { level: 9 })
    expect(packed.length).toBeLessThan(40 * 1024)
    await watched(`${what}, ${type}`, async () => {
      for (const _ of times(4, () => undefined)) expect(await send(packed, type)).toBeLessThan(500)
      await drawn()
    })
  })

  it('refuses a span of 32 MiB alone, and takes its neighbours', async () => {
    const prompts = times(8, (at) => attribute(`gen_ai.prompt.${at}.content`, text(4 * MIB)))
    const large = span(6, 1, {}, prompts)
    expect(await post(body([span(6, 0), large, span(6, 2)]))).toBe(200)
    await drawn()
    const run = await ask(`${url}/api/runs/00000000-0000-0000-0000-000000000006`)
    expect(await run.json()).toMatchObject({ item: { meta: { span_count: 2 } } })
  })

  it('has set nothing aside', async () => {
    expect((await telemetry()).set_aside).toEqual([])
  })
})
