import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import { LIST_STREAM_EVENTS } from '#contract/stream.ts'
import { aBundle, anEvent, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { LiveStreams } from '#server/live/LiveStreams.ts'
import type { Store } from '#server/store/ports/store.ts'
import { OtherOriginError } from '#server/store/ports/errors.ts'
import { RUN_ATTRIBUTE, runOfTrace, traceOfRun } from '#server/store/spans/runOfTrace.ts'
import { readSse, type SseEvent } from '#tests/support/readSse.ts'
import { runId, drawRuns } from '#tests/support/testStore.ts'

const OTHER_TRACE = '1af7651916cd43dd8448eb211c80319c'
const RUN = runOfTrace(aSpan().trace_id)
const OTHER_RUN = runOfTrace(OTHER_TRACE)
const AN_HOUR = 3_600_000

export function spansContract(store: () => Store): void {
  const spans = () => store().spans
  const due = async (quietMs = AN_HOUR) => (await spans().listDue(quietMs, 10)).map(({ run_id }) => run_id)
  const project = async (isSettled = true) =>
    await spans().markProjected(RUN, (await spans().spansOfRun(RUN)).revision, isSettled, [])

  test('a trace is a run by its id, and its spans come back as they were received', async () => {
    const root = aSpan({ attributes: { 'gen_ai.operation.name': 'chat', nested: { list: [1, 'two', null] } } })
    const child = aSpan({ span_id: 'b7ad6b7169203332', parent_span_id: root.span_id, end_ns: null })
    await spans().acceptSpans([root, child])
    await spans().acceptSpans([aSpan({ trace_id: OTHER_TRACE })])
    expect((await spans().spansOfRun(RUN)).spans).toEqual([root, child])
    expect(RUN).toBe('0af76519-16cd-43dd-8448-eb211c80319c')
    expect((await due()).toSorted()).toEqual([RUN, OTHER_RUN])
  })

  test('the same spans again change nothing and leave nothing to do', async () => {
    await spans().acceptSpans([aSpan()])
    await project()
    expect(await due()).toEqual([])
    await spans().acceptSpans([aSpan(), aSpan()])
    expect(await due()).toEqual([])
  })

  test.each([
    ['a later end', aSpan(), aSpan({ end_ns: '1769000002000000000' })],
    ['an end at all', aSpan({ end_ns: null }), aSpan()],
    ['more attributes', aSpan(), aSpan({ attributes: { more: true } })],
  ])('of two versions of a span the one with %s is kept, in whatever order they come', async (_what, less, more) => {
    for (const order of [[[less], [more]], [[more], [less]], [[less, more]], [[more, less]]]) {
      const trace_id = `${order.length}${order[0]?.length}${order[0]?.[0] === less ? 'a' : 'b'}`.padEnd(32, '0')
      // oxlint-disable-next-line no-await-in-loop -- bodies come one after the other
      for (const body of order) await spans().acceptSpans(body.map((span) => ({ ...span, trace_id })))
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect((await spans().spansOfRun(runOfTrace(trace_id))).spans).toEqual([{ ...more, trace_id }])
    }
  })

  test('a span that came while its run was being projected is left to do', async () => {
    await spans().acceptSpans([aSpan()])
    const { revision } = await spans().spansOfRun(RUN)
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332' })])
    await spans().markProjected(RUN, revision, true, [])
    expect(await due()).toEqual([RUN])
  })

  test('an unsettled run is due again when nothing came for a while, and then once', async () => {
    await spans().acceptSpans([aSpan()])
    await project(false)
    expect(await due()).toEqual([])
    expect(await spans().listDue(0, 10)).toEqual([{ run_id: RUN, isQuiet: true }])
    await project()
    expect(await due(0)).toEqual([])
  })

  test('those that wait longest come first, as many as are asked for', async () => {
    await spans().acceptSpans([aSpan({ trace_id: OTHER_TRACE })])
    await spans().acceptSpans([aSpan()])
    expect(await spans().listDue(AN_HOUR, 1)).toEqual([{ run_id: OTHER_RUN, isQuiet: false }])
  })

  test('traces whose spans name one run are that run, also where the span that names it comes last', async () => {
    const named = runId(7)
    const naming = { attributes: { [RUN_ATTRIBUTE]: named } }
    const early = aSpan()
    const late = aSpan({ span_id: 'b7ad6b7169203332', ...naming })
    const other = aSpan({ trace_id: OTHER_TRACE, resource: { [RUN_ATTRIBUTE]: named } })
    await spans().acceptSpans([early])
    // What was drawn of the trace while nobody had named its run.
    await drawRuns(store(), aBundle({ run: aRun({ run_id: RUN }), events: [anEvent({ run_id: RUN })] }))
    await spans().acceptSpans([late, other])
    const found = await spans().spansOfRun((await spans().listDue(AN_HOUR, 1))[0]?.run_id ?? RUN)
    expect(found.spans).toEqual([early, late, other])
    expect(await due()).toEqual([named])
    expect(await store().repositories.runs.hasRun(RUN)).toBe(false)
    expect(await spans().movedTo(RUN)).toBe(named)
    expect(await spans().movedTo(OTHER_RUN)).toBe(named)
    expect(await spans().movedTo(z.parse(RunId, named))).toBeUndefined()
    await drawRuns(store(), aBundle({ run: aRun({ run_id: named }), events: [anEvent({ run_id: named })] }))
    expect(await store().repositories.runs.hasRun(RUN)).toBe(false)
  })

  test('streams of a run and of the list report that a span names another run', async () => {
    // Ids of its own: a database tells of the runs of all its schemas, where other tests are at work.
    const trace_id = crypto.randomUUID().replaceAll('-', '')
    const run_id = runOfTrace(trace_id)
    const moved_to = z.parse(RunId, crypto.randomUUID())
    await spans().acceptSpans([aSpan({ trace_id })])
    expect(await spans().movedTo(run_id)).toBeUndefined()
    await drawRuns(store(), aBundle({ run: aRun({ run_id }) }))
    const live = new LiveStreams(store())
    const watcher = readSse(new Response(await live.openRun(run_id, undefined)))
    const lister = readSse(new Response(await live.openList()))
    expect([(await watcher.next())?.event, (await lister.next())?.event]).toEqual(['hello', 'hello'])
    const naming = { [RUN_ATTRIBUTE]: moved_to }
    await spans().acceptSpans([aSpan({ trace_id, span_id: 'b7ad6b7169203332', attributes: naming })])
    const moved = { event: 'moved', data: { scope: { run_id }, moved_to } }
    expect(await watcher.next()).toMatchObject(moved)
    expect(await watcher.next()).toBeUndefined()
    // What is not in the list any more is told by the word to read it again.
    let told: SseEvent | undefined
    do told = await lister.next()
    while (!z.parse(LIST_STREAM_EVENTS.runs, told?.data).more)
    const late = readSse(new Response(await live.openRun(run_id, 7)))
    expect([await late.next(), await late.next()]).toMatchObject([moved, undefined])
    expect(await live.openRun(z.parse(RunId, crypto.randomUUID()), undefined)).toBeUndefined()
    await lister.leave()
    await live.close()
  })

  test('a trace that names the run of another trace’s own id is refused, unless that one names its run too', async () => {
    const naming = { attributes: { [RUN_ATTRIBUTE]: RUN } }
    const joining = aSpan({ trace_id: OTHER_TRACE, ...naming })
    const [refused] = await spans().acceptSpans([aSpan(), joining, joining])
    expect(refused).toMatchObject({ count: 2, reason: expect.stringContaining('belongs to another writer or trace') })
    expect((await spans().spansOfRun(RUN)).spans).toEqual([aSpan()])
    expect(await due()).toEqual([RUN])
    expect(await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332', ...naming })])).toEqual([])
    expect(await spans().acceptSpans([joining])).toEqual([])
    expect((await spans().spansOfRun(RUN)).spans).toHaveLength(3)
    // Named once, it stays: a later name moves nothing away.
    const elsewhere = { attributes: { [RUN_ATTRIBUTE]: runId(7) } }
    expect(await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203333', ...elsewhere })])).toEqual([])
    expect((await spans().spansOfRun(RUN)).spans).toHaveLength(4)
    expect(await due()).toEqual([RUN])
  })

  test('a trace whose own id is that of a run which others named is refused, and may join it by naming it', async () => {
    const named = runOfTrace(OTHER_TRACE)
    await spans().acceptSpans([aSpan({ attributes: { [RUN_ATTRIBUTE]: named } })])
    const [refused] = await spans().acceptSpans([aSpan({ trace_id: OTHER_TRACE })])
    expect(refused).toMatchObject({ count: 1 })
    const joining = aSpan({ trace_id: OTHER_TRACE, attributes: { [RUN_ATTRIBUTE]: named } })
    expect(await spans().acceptSpans([joining])).toEqual([])
    expect((await spans().spansOfRun(named)).spans).toHaveLength(2)
  })

  test('what a trace was drawn as beside its own run is its own too, and goes with it when it moves', async () => {
    const beside = z.parse(RunId, runId(8))
    const bundle = aBundle({ run: aRun({ run_id: beside }) })
    await spans().acceptSpans([aSpan()])
    await store().writer.replaceRun(aSession(), bundle, RUN)
    await store().writer.replaceRun(aSession(), bundle, RUN)
    await expect(store().writer.replaceRun(aSession(), bundle)).rejects.toBeInstanceOf(OtherOriginError)
    expect(await spans().acceptSpans([aSpan({ trace_id: traceOfRun(beside) })])).toHaveLength(1)
    expect(await store().repositories.runs.hasRun(beside)).toBe(true)
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: runId(7) } })])
    expect(await store().repositories.runs.hasRun(beside)).toBe(false)
  })

  test('a session that a trace told of is told of further by the run that the trace moves to, and by no other', async () => {
    const name = async () => (await store().repositories.runs.findRun(z.parse(RunId, runId(7))))?.session_name
    const draw = (run_id: string, session_name: string) =>
      store().writer.replaceRun(aSession({ name: session_name }), aBundle({ run: aRun({ run_id }) }))
    await spans().acceptSpans([aSpan()])
    await draw(RUN, 'early')
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: runId(7) } })])
    await draw(runId(7), 'whole')
    expect(await name()).toBe('whole')
    await draw(OTHER_RUN, 'foreign')
    expect(await name()).toBe('whole')
  })

  test('a span that comes again with other content after its trace has settled is refused, and with the same is not', async () => {
    const span = aSpan()
    const fuller = aSpan({ attributes: { more: 1 } })
    await spans().acceptSpans([span])
    await project()
    const [refused] = await spans().acceptSpans([fuller])
    expect(refused).toMatchObject({ count: 1, reason: expect.stringContaining('settled') })
    expect(await spans().acceptSpans([span])).toEqual([])
    expect((await spans().spansOfRun(RUN)).spans).toEqual([span])
    expect(await due()).toEqual([])
    // What comes new does not open what has settled, also while it waits to be projected or for its parent.
    const fresh = aSpan({ span_id: 'b7ad6b7169203332', parent_span_id: '00000000000000ff' })
    expect(await spans().acceptSpans([fresh])).toEqual([])
    expect(await spans().acceptSpans([fuller])).toHaveLength(1)
    await project(false)
    expect(await spans().acceptSpans([fuller])).toHaveLength(1)
    const freshFuller = { ...fresh, attributes: { more: 1 } }
    expect(await spans().acceptSpans([freshFuller])).toEqual([])
    expect((await spans().spansOfRun(RUN)).spans).toEqual([span, freshFuller])
  })

  test('a span that was running when its trace was given up may still end', async () => {
    await spans().acceptSpans([aSpan({ end_ns: null })])
    await project()
    expect(await spans().acceptSpans([aSpan()])).toEqual([])
    await project()
    expect(await spans().acceptSpans([aSpan({ end_ns: '1769000002000000000' })])).toHaveLength(1)
    expect((await spans().spansOfRun(RUN)).spans).toEqual([aSpan()])
  })

  test('what was drawn of a run after it moved goes, and nothing else does', async () => {
    await spans().acceptSpans([aSpan(), aSpan({ trace_id: OTHER_TRACE })])
    const { revision } = await spans().spansOfRun(RUN)
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: runId(7) } })])
    // A projection that read the spans before the last ones came.
    for (const run_id of [RUN, OTHER_RUN])
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await drawRuns(store(), aBundle({ run: aRun({ run_id }) }))
    for (const run_id of [RUN, OTHER_RUN])
      // oxlint-disable-next-line no-await-in-loop -- as above
      await spans().markProjected(run_id, revision, true, [])
    expect(await store().repositories.runs.hasRun(RUN)).toBe(false)
    expect(await store().repositories.runs.hasRun(OTHER_RUN)).toBe(true)
    expect(await due()).toEqual([runId(7)])
  })

  test('a run that a span names by no run id is the trace’s own', async () => {
    await spans().acceptSpans([aSpan({ attributes: { [RUN_ATTRIBUTE]: 'nightly' } })])
    expect(await due()).toEqual([RUN])
  })

  test('traces without a run are counted separately once they were projected', async () => {
    expect(await spans().received()).toEqual({ traces: 0, traces_without_run: 0, loose_calls: 0 })
    await spans().acceptSpans([aSpan(), aSpan({ trace_id: OTHER_TRACE })])
    expect(await spans().received()).toEqual({ traces: 2, traces_without_run: 0, loose_calls: 0 })
    for (const run_id of [RUN, OTHER_RUN])
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await spans().markProjected(run_id, (await spans().spansOfRun(run_id)).revision, true, [])
    await drawRuns(store(), aBundle({ run: aRun({ run_id: RUN }) }))
    expect(await spans().received()).toEqual({ traces: 2, traces_without_run: 1, loose_calls: 0 })
  })

  test('within bounds the spans that started first are read, and of large ones only a part', async () => {
    const large = { note: 'x'.repeat(20_000) }
    const start = (second: number) => `176900000${second}000000000`
    await spans().acceptSpans([
      aSpan({ start_ns: start(1) }),
      aSpan({ span_id: 'b7ad6b7169203332', start_ns: start(2), attributes: large }),
      aSpan({ span_id: 'b7ad6b7169203330', start_ns: start(3) }),
    ])
    const read = await spans().spansOfRun(RUN, { spans: 2, bytes: 8_000 })
    expect(read).toMatchObject({ leftOut: 1, shortened: 1 })
    expect(read.spans.map(({ span_id }) => span_id)).toEqual(['b7ad6b7169203331', 'b7ad6b7169203332'])
    const { note, ...said } = read.spans[1]?.attributes ?? {}
    expect(said).toEqual({ 'runlens.cut': ['note'], 'runlens.cut_bytes': { note: 20_000 } })
    expect(JSON.stringify(note).length).toBeLessThan(8_000)
  })

  test('texts that a database cannot hold are stored with a sign in their place', async () => {
    await spans().acceptSpans([aSpan({ name: 'a\u0000', attributes: { 'k\u0000': 'b\ud800' } })])
    expect((await spans().spansOfRun(RUN)).spans).toMatchObject([
      { name: 'a\u2400', attributes: { 'k\u2400': 'b\ufffd' } },
    ])
  })

  test('waiting for spans resolves for new spans, and not for repeated ones', async () => {
    let calls = 0
    const stop = spans().onSpans(() => calls++)
    await spans().acceptSpans([aSpan()])
    await spans().acceptSpans([aSpan()])
    expect(calls).toBe(1)
    stop()
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332' })])
    expect(calls).toBe(1)
  })
}
