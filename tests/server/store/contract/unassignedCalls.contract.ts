import { expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { aBundle, aRun } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import { unassignedCallKey } from '#server/store/spans/unassignedCallKey.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { RUN_ATTRIBUTE, runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { agent, chat } from '#tests/support/handmadeSpans.ts'
import { FIRST_PAGE, readByPages, runId, drawRuns } from '#tests/support/testStore.ts'

const traceId = (number: number): string => number.toString(16).padStart(32, '0')

/** A call of a model that is its own trace, so many seconds after the first. */
const aCall = (trace: number, second = 0, over: Partial<RawSpan> = {}): RawSpan =>
  aSpan({
    trace_id: traceId(trace),
    attributes: chat,
    start_ns: `${1_769_000_000 + second}000000000`,
    end_ns: `${1_769_000_001 + second}000000000`,
    ...over,
  })

export function unassignedCallsContract(store: () => Store): void {
  const spans = () => store().spans
  const draw = async () => {
    const failures: unknown[] = []
    const onFailure = (_run: unknown, error: unknown) => void failures.push(error)
    await new Projector({ ...store(), project: projectSpans, onFailure }).projectDue()
    expect(failures).toEqual([])
  }
  const accept = async (...given: readonly RawSpan[]) => {
    await spans().acceptSpans(given)
    await draw()
  }
  const listed = async () => (await spans().listUnassignedCalls(FIRST_PAGE)).rows

  test('they are listed by their start, the latest first, also where two start at once', async () => {
    const calls = [aCall(1, 5), aCall(2, 9), aCall(3, 5), aCall(4, 5, { span_id: 'a7ad6b7169203331' }), aCall(5, 1)]
    await accept(...calls)
    const [first, second, third, fourth, fifth] = calls
    expect(await listed()).toEqual([second, fourth, third, first, fifth])
    for (const limit of [1, 2, 4])
      // oxlint-disable-next-line no-await-in-loop -- one list after the other
      expect(await readByPages(limit, (page) => spans().listUnassignedCalls(page))).toEqual(await listed())
    expect(await spans().received()).toEqual({ traces: 5, traces_without_run: 5, loose_calls: 5 })
  })

  test('a page begins where the former one ended, though its last call is gone meanwhile', async () => {
    const [early, late] = [aCall(1, 1), aCall(2, 2)]
    await accept(early, late)
    const { next } = await spans().listUnassignedCalls({ limit: 1, after: undefined })
    expect(next).toEqual(unassignedCallKey({ ...late, started_at: '2026-01-21T12:53:22.000000Z' }))
    await accept(aSpan({ ...late, span_id: 'c7ad6b7169203331', attributes: agent('boss') }))
    expect((await spans().listUnassignedCalls({ limit: 1, after: next })).rows).toEqual([early])
  })

  test('spans that are no call are not listed, nor are those that stand around one', async () => {
    const request = aSpan({ trace_id: traceId(2), attributes: { 'http.request.method': 'GET' } })
    const around = aSpan({ span_id: 'd7ad6b7169203331', trace_id: traceId(1), name: 'GET /' })
    const call = aCall(1, 0, { parent_span_id: around.span_id })
    await accept(request, around, call)
    expect(await listed()).toEqual([call])
    expect(await spans().received()).toEqual({ traces: 2, traces_without_run: 2, loose_calls: 1 })
    expect(await spans().findUnassignedCall(call)).toEqual(call)
    expect(await spans().findUnassignedCall(around)).toBeUndefined()
  })

  test('a call leaves the list with what makes a run of its trace, and is then read in that run', async () => {
    const [call, other] = [aCall(1, 1), aCall(2)]
    await accept(call, other)
    await accept(aSpan({ ...call, span_id: 'e7ad6b7169203331', attributes: agent('boss') }))
    expect(await listed()).toEqual([other])
    expect(await spans().findUnassignedCall(call)).toBeUndefined()
    expect(await store().repositories.runs.hasRun(runOfTrace(call.trace_id))).toBe(true)
    expect(await spans().received()).toEqual({ traces: 2, traces_without_run: 1, loose_calls: 1 })
  })

  test('a call is not listed where its run is stored, whatever the last projection noted', async () => {
    await accept(aCall(1))
    await drawRuns(store(), aBundle({ run: aRun({ run_id: runOfTrace(traceId(1)) }) }))
    expect(await spans().listUnassignedCalls(FIRST_PAGE)).toEqual({ rows: [], total: 0, next: undefined })
    expect(await spans().findUnassignedCall(aCall(1))).toBeUndefined()
  })

  test('a call whose trace turns out to be a part of another run is listed once', async () => {
    const call = aCall(1)
    await accept(call)
    const naming = { ...call, span_id: 'f7ad6b7169203331', attributes: { [RUN_ATTRIBUTE]: runId(7) } }
    await spans().acceptSpans([naming])
    expect(await listed()).toEqual([])
    await draw()
    expect(await listed()).toEqual([call])
  })

  test('a version that says more takes the place of the first', async () => {
    const ended = aCall(1)
    await accept({ ...ended, end_ns: null })
    await accept(ended)
    expect(await listed()).toEqual([ended])
  })

  test('of a call that belongs to no run no other version is taken: its trace has settled with the first', async () => {
    const first = aCall(1)
    await accept(first)
    const later = { ...first, start_ns: '1769000000500000000', end_ns: '1769000009000000000' }
    await accept(later, aCall(2))
    expect(await listed()).toEqual([aCall(2), first])
  })

  test('each embedding of an index that is filled is listed, but not what is told around them', async () => {
    const embeddings = (id: string): RawSpan['attributes'] => ({ 'ai.operationId': id, 'ai.model.id': 'm' })
    const whole = aCall(1, 0, { attributes: embeddings('ai.embedMany') })
    const parts = ['1', '2', '3'].map((digit) =>
      aCall(1, Number(digit), {
        span_id: digit.repeat(16),
        parent_span_id: whole.span_id,
        attributes: embeddings('ai.embedMany.doEmbed'),
      }),
    )
    await accept(whole, ...parts)
    expect(await listed()).toEqual(parts.toReversed())
  })

  test('a page of huge calls ends early, and the next goes on from there', async () => {
    const huge = [1, 2, 3].map((trace) =>
      aCall(trace, trace, { attributes: { ...chat, prompt: 'x'.repeat(2_500_000) } }),
    )
    await accept(...huge)
    const seen: string[] = []
    let after: Parameters<Store['spans']['listUnassignedCalls']>[0]['after']
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one begins
      const slice = await spans().listUnassignedCalls({ limit: 500, after })
      expect(slice.total).toBe(3)
      expect(slice.rows.length).toBeGreaterThan(0)
      seen.push(...slice.rows.map(({ trace_id }) => trace_id))
      after = slice.next
    } while (after)
    expect(seen).toEqual([3, 2, 1].map(traceId))
  })
}
