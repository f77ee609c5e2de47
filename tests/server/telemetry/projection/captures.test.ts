import { groupBy } from '#server/lib/groupBy.ts'
import { prepareBundle } from '#server/store/prepare/prepareBundle.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { takesPrecedence } from '#server/store/spans/spanPrecedence.ts'
import type { ProjectedRun, Projection } from '#server/telemetry/ProjectedRun.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { isLive } from '#contract/words.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { decodeOtlpJson } from '#server/telemetry/otlp/decodeOtlpJson.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { type CapturedBody, inflated, readCaptures } from '#tests/support/captures.ts'
import { differences, Expected, labels } from '#tests/support/expectedRuns.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

/** Each trace of the spans as a server projects it. */
async function project(spans: readonly RawSpan[], isQuiet: boolean): Promise<readonly Projection[]> {
  const traces = groupBy(spans, ({ trace_id }) => trace_id)
  return Promise.all([...traces].map(([trace, own]) => projectSpans(runOfTrace(trace), own, { isQuiet })))
}

/** Sorted, since traces have no order among each other. */
const runsOf = (projections: readonly Projection[]): readonly ProjectedRun[] =>
  projections.flatMap(({ runs }) => runs).sort((a, b) => (a.bundle.run.run_id < b.bundle.run.run_id ? -1 : 1))

/** The same order in every test run, and not that of the capture. */
function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at--) {
    state = (state * 48_271) % 2_147_483_647
    const other = state % (at + 1)
    const [a, b] = [mixed[at], mixed[other]]
    if (a !== undefined && b !== undefined) [mixed[at], mixed[other]] = [b, a]
  }
  return mixed
}

const spansIn = (body: CapturedBody) =>
  (body.encoding === 'json'
    ? decodeOtlpJson(new TextDecoder().decode(inflated(body)))
    : decodeOtlpProtobuf(inflated(body))
  ).spans

/** In JSON where the spans were sent in both encodings. */
const captures = readCaptures().flatMap(({ name, bodies, expected }) => {
  const json = bodies.filter(({ encoding }) => encoding === 'json')
  const read = (json.length > 0 ? json : bodies.filter(({ encoding }) => encoding === 'protobuf')).map(spansIn)
  return read.length === 0 ? [] : [{ name, bodies: read, spans: read.flat(), expected: z.parse(Expected, expected) }]
})

describe.each(captures)('$name', ({ bodies, spans, expected }) => {
  const gated = expected.gate ? (expected.runs ?? []) : []

  it('shows what a person expects to see', async () => {
    const runs = runsOf(await project(spans, true))
    const wrong = gated.flatMap((wanted) => {
      const run = runs.find(({ bundle }) => bundle.run.run_id === wanted.run_id)
      return run === undefined ? [`run ${wanted.run_id} is missing`] : differences(wanted, run)
    })
    expect(wrong).toEqual([])
    // Nothing is promised of the others, but that they do not fill the list of runs.
    expect(runs.length).toBeLessThanOrEqual(expected.gate ? gated.length : 2)
  })

  it('can be stored', async () => {
    for (const { bundle } of runsOf(await project(spans, true)))
      expect((await prepareBundle(bundle)).events.length).toBe(bundle.events.length)
  })

  it('is the same in any order, and however often the spans come', async () => {
    const plain = runsOf(await project(spans, true))
    for (const seed of [1, 22, 333]) {
      const some = shuffled(spans, seed).slice(0, 7)
      expect(runsOf(await project(shuffled([...spans, ...some], seed), true))).toEqual(plain)
    }
  })

  it('needs time to pass only where a parent did not come', async () => {
    const now = await project(spans, false)
    const later = await project(spans, true)
    const known = new Set(spans.map(({ span_id }) => span_id))
    const isWhole = spans.every(({ parent_span_id }) => parent_span_id === null || known.has(parent_span_id))
    expect(now.every(({ isSettled }) => isSettled)).toBe(isWhole)
    expect(later.every(({ isSettled }) => isSettled)).toBe(true)
    expect(JSON.stringify(now) === JSON.stringify(later)).toBe(isWhole)
  })

  it.each([
    ['body by body', bodies],
    ['span by span, as they ended', [...spans].sort(byEnd).map((span) => [span])],
  ])('grows %s without an early end and without a node that vanishes', async (_, parts) => {
    const wrong: string[] = []
    const known = new Map<string, string>()
    let come: readonly RawSpan[] = []
    for (const part of parts) {
      come = [...come, ...part]
      const waiting = waitingTraces(come)
      for (const { bundle } of runsOf(await project(come, false))) {
        const { run_id, status } = bundle.run
        if (waiting.has(run_id.replaceAll('-', '')) && !isLive(status))
          wrong.push(`${status} after ${come.length} spans`)
        const label = labels(bundle)
        const now = new Set<string>(bundle.nodes.map(({ node_id }) => node_id))
        for (const [node, was] of known)
          if (was.startsWith(run_id) && !now.has(node)) wrong.push(`${was} vanished after ${come.length} spans`)
        for (const node of now) known.set(node, `${run_id} ${label(node)}`)
      }
    }
    expect(wrong).toEqual([])
    expect(come.length).toBe(spans.length)
  })
})

const byEnd = (a: RawSpan, b: RawSpan) => Number(BigInt(a.end_ns ?? 0) - BigInt(b.end_ns ?? 0))

/** Traces with a span whose parent did not come yet. */
function waitingTraces(spans: readonly RawSpan[]): ReadonlySet<string> {
  const ids = new Set(spans.map(({ trace_id, span_id }) => `${trace_id}:${span_id}`))
  return new Set(
    spans
      .filter(({ trace_id, parent_span_id }) => parent_span_id !== null && !ids.has(`${trace_id}:${parent_span_id}`))
      .map(({ trace_id }) => trace_id),
  )
}

describe('two versions of a span', () => {
  it('are told apart by which says more', () => {
    const span = captures[0]?.spans[0]
    if (span === undefined) throw new Error('there are no captures')
    expect(takesPrecedence(span, { ...span, end_ns: null })).toBe(true)
    expect(takesPrecedence({ ...span, attributes: {} }, span)).toBe(false)
    expect(takesPrecedence(span, span)).toBe(false)
  })
})
