import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { RunId } from '#contract/ids.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import type { Store } from '#server/store/ports/store.ts'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import type { ProjectedRun } from '#server/telemetry/ProjectedRun.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { type CapturedBody, inflated, readCaptures } from '#tests/support/captures.ts'
import { storeCases } from '#tests/support/databases.ts'
import { differences, Expected } from '#tests/support/expectedRuns.ts'
import { storedRun } from '#tests/support/storedRun.ts'
import { FIRST_PAGE, useTestStore } from '#tests/support/testStore.ts'

/* From the bytes that exporters sent, through the receiver, the spans and their projection, to what a reader is given. */

const captures = readCaptures().map(({ name, bodies, expected }) => ({
  name,
  bodies: bodies.filter(({ encoding, path }) => encoding !== 'other' && path.endsWith('/v1/traces')),
  expected: z.parse(Expected, expected),
}))

/** A receiver with its projector, whose quiet time is over at once or never. */
function server(store: Store) {
  const { app } = appOver(store)
  const failures: unknown[] = []
  const project = async (quietMs: number) => {
    const onFailure = (_run: RunId, error: unknown) => void failures.push(error)
    await new Projector({ ...store, project: projectSpans, quietMs, onFailure }).projectDue()
    expect(failures).toEqual([])
  }
  return {
    post: async ({ path, headers, bytes }: CapturedBody) => {
      const { 'content-type': type = '', 'content-encoding': coding } = headers
      const response = await app.request(path, {
        method: 'POST',
        headers: { 'content-type': type, ...(coding === undefined ? {} : { 'content-encoding': coding }) },
        body: bytes,
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe(type)
    },
    /** While spans still come. */
    draw: () => project(3_600_000),
    /** When none came for long. */
    finish: async () => {
      await project(3_600_000)
      await project(0)
    },
    runs: async (): Promise<readonly ProjectedRun[]> => {
      const { rows } = await store.repositories.runs.listRuns({}, FIRST_PAGE)
      const runs = await Promise.all(rows.map(({ run_id }) => storedRun(store, run_id)))
      return runs.flatMap((run) => run ?? [])
    },
  }
}

/** The answer of a server that was sent these bodies in this order. */
async function after(bodies: readonly CapturedBody[], store: Store = createMemoryStore()) {
  const { post, finish, runs } = server(store)
  // oxlint-disable-next-line no-await-in-loop -- bodies come one after the other
  for (const body of bodies) await post(body)
  await finish()
  return await runs()
}

const wrong = (expected: z.output<typeof Expected>, runs: readonly ProjectedRun[]) =>
  (expected.gate ? (expected.runs ?? []) : []).flatMap((wanted) => {
    const run = runs.find(({ bundle }) => bundle.run.run_id === wanted.run_id)
    return run === undefined ? [`run ${wanted.run_id} is missing`] : differences(wanted, run)
  })

describe.each(captures)('$name', ({ bodies, expected }) => {
  const json = bodies.filter(({ encoding }) => encoding === 'json')
  const protobuf = bodies.filter(({ encoding }) => encoding === 'protobuf')
  const spansIn = (body: CapturedBody) =>
    (body.encoding === 'json'
      ? decodeOtlpJson(new TextDecoder().decode(inflated(body)))
      : decodeOtlpProtobuf(inflated(body))
    ).spans
      .map(({ span_id }) => span_id)
      .join(' ')
  /** The body in which the other exporter sent the same spans. */
  const other = (body: CapturedBody) => protobuf.find((twin) => spansIn(twin) === spansIn(body)) ?? body
  const whole = json.length > 0 ? json : protobuf
  const orders: Readonly<Record<string, readonly CapturedBody[]>> = {
    ...(json.length > 0 ? { 'in JSON': json } : {}),
    ...(protobuf.length > 0 ? { 'in protobuf': protobuf } : {}),
    'in both, each in its turn': bodies,
    'with each body twice': whole.flatMap((body) => [body, body]),
    'from the last to the first': whole.toReversed(),
    'half in JSON, half in protobuf': json.map((body, i) => (i % 2 === 0 ? body : other(body))),
  }

  test.each(Object.entries(orders).filter(([, order]) => order.length > 0))(
    'shows what a person expects, sent %s',
    async (_how, order) => {
      expect(wrong(expected, await after(order))).toEqual([])
    },
  )

  test('becomes the same run in whatever order and encoding it is sent', async () => {
    const [first, ...others] = await Promise.all([
      after(whole),
      after(bodies),
      after(bodies.toReversed()),
      after([...whole, ...whole.toReversed()]),
    ])
    for (const runs of others) expect(runs).toEqual(first)
  })

  test('grows body by body: no early end, no node that vanishes', async () => {
    const store = createMemoryStore()
    const { post, draw, finish, runs } = server(store)
    let shown = new Map<RunId, Set<string>>()
    for (const [at, body] of whole.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- bodies come one after the other
      await post(body)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await draw()
      // oxlint-disable-next-line no-await-in-loop -- as above
      const seen = await runs()
      for (const { bundle } of seen) {
        const { run, nodes } = bundle
        const ids = new Set<string>(nodes.map(({ node_id }) => node_id))
        for (const id of shown.get(run.run_id) ?? []) expect(ids).toContain(id)
        shown = new Map([...shown, [run.run_id, ids]])
        // oxlint-disable-next-line no-await-in-loop -- as above
        const { spans } = await store.spans.spansOfRun(run.run_id)
        const known = new Set(spans.map(({ span_id }) => span_id))
        const waits = spans.some(({ parent_span_id }) => parent_span_id !== null && !known.has(parent_span_id))
        expect([at, waits && run.status === 'completed']).toEqual([at, false])
      }
    }
    await finish()
    expect(await runs()).toEqual(await after(whole))
  })
})

describe.each(storeCases.filter(({ name }) => name !== 'memory'))('over $name', (storeCase) => {
  const store = useTestStore(storeCase)

  test('all captures at once become the runs that each becomes alone', async () => {
    const bodies = captures.flatMap((capture) => capture.bodies)
    const runs = await after(bodies, store())
    expect(captures.flatMap(({ name, expected }) => wrong(expected, runs).map((line) => `${name}: ${line}`))).toEqual(
      [],
    )
    const inMemory = await after(bodies)
    expect(runs).toEqual(inMemory)
  })
})
