import { expect, test } from 'vitest'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import type { Store } from '#server/store/ports/store.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'

const OTHER_TRACE = '1af7651916cd43dd8448eb211c80319c'
const RUN = runOfTrace(aSpan().trace_id)
const OTHER_RUN = runOfTrace(OTHER_TRACE)
const AN_HOUR = 3_600_000

/** What of the spans that were received waits to be drawn, and in which order. */
export function backlogContract(store: () => Store): void {
  const spans = () => store().spans
  const due = async (quietMs = AN_HOUR) => (await spans().listDue(quietMs, 10)).map(({ run_id }) => run_id)
  const project = async () => await spans().markProjected(RUN, (await spans().spansOfRun(RUN)).revision, true, [])

  test('what waits to be drawn is counted by spans and runs, also where more came while one was drawn', async () => {
    expect(await spans().backlog()).toEqual({ spans: 0, runs: 0, oldest_at: null })
    await spans().acceptSpans([aSpan(), aSpan({ span_id: 'b7ad6b7169203332' }), aSpan({ trace_id: OTHER_TRACE })])
    await spans().acceptSpans([aSpan({ end_ns: '1769000002000000000' })])
    expect(await spans().backlog()).toEqual({ spans: 4, runs: 2, oldest_at: expect.any(String) })
    const { revision, waiting } = await spans().spansOfRun(RUN)
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203333' })])
    await spans().markProjected(RUN, revision, true, [], { waiting })
    expect(await spans().backlog()).toMatchObject({ spans: 2, runs: 2 })
    await project()
    expect(await spans().backlog()).toMatchObject({ spans: 1, runs: 1 })
  })

  test('a resting run is not due before its time, even if spans arrive for it', async () => {
    await spans().acceptSpans([aSpan()])
    await spans().markProjected(RUN, (await spans().spansOfRun(RUN)).revision, true, [], { restMs: AN_HOUR })
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203332' }), aSpan({ trace_id: OTHER_TRACE })])
    expect(await due()).toEqual([OTHER_RUN])
  })

  test('a run of few spans goes before one of many that came a moment earlier', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => aSpan({ span_id: (at + 1).toString(16).padStart(16, '0') }))
    await spans().acceptSpans(many)
    await spans().acceptSpans([aSpan({ trace_id: OTHER_TRACE })])
    expect(await due()).toEqual([OTHER_RUN, RUN])
    const inLane = async (lane: 'small' | 'large') =>
      (await spans().listDue(AN_HOUR, 10, lane)).map(({ run_id }) => run_id)
    expect([await inLane('small'), await inLane('large')]).toEqual([[OTHER_RUN], [RUN]])
  })

  test('a run that fails several times in a row is set aside with its reason, and is not due any more', async () => {
    for (let time = 1; time <= 3; time++) {
      // oxlint-disable-next-line no-await-in-loop -- each failure comes after the former one
      await spans().acceptSpans([aSpan({ span_id: `b7ad6b716920333${time}` })])
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect([await due(), await spans().listSetAside()]).toEqual([[RUN], []])
      // oxlint-disable-next-line no-await-in-loop -- as above
      await spans().markFailed(RUN, undefined, 'Processing failed: Error.')
    }
    await spans().acceptSpans([aSpan({ span_id: 'b7ad6b7169203339' })])
    expect(await due(0)).toEqual([])
    expect(await spans().backlog()).toMatchObject({ spans: 0, runs: 0 })
    expect(await spans().listSetAside()).toMatchObject([{ run_id: RUN, reason: 'Processing failed: Error.', spans: 4 }])
  })
}
