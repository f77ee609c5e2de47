import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { storeOn } from '#server/store/postgres/engine/openStore.ts'
import { projectorOf } from '#server/projectorOf.ts'
import { atOnce, inSlices, Pace, type Steps } from '#server/lib/Pace.ts'
import { decodeOtlpProtobuf } from '#server/telemetry/otlp/decodeOtlpProtobuf.ts'
import { agentTrace } from '#tests/support/agentTrace.ts'
import { openPgliteInMemory } from '#tests/support/databases.ts'
import { otlpProtobuf } from '#tests/support/sentSpans.ts'

function* countTo(end: number, onStep: () => void): Steps<number> {
  for (let count = 0; count < end; count++) {
    onStep()
    yield
  }
  return end
}

test('work in slices gives the thread back wherever it is due, and ends with the same as at once', async () => {
  const pace = new Pace()
  let rests = 0
  const rest = pace.rest.bind(pace)
  pace.rest = () => {
    rests += 1
    return rest()
  }
  const took = performance.now()
  const untilDue = () => {
    while (!pace.isDue) performance.now()
  }
  expect(await inSlices(countTo(3, untilDue), pace)).toBe(3)
  expect(rests).toBe(3)
  expect(performance.now() - took).toBeGreaterThan(20)
  expect(atOnce(countTo(3, () => undefined))).toBe(3)
})

const SPANS = 20_000
/** What health may take, which is answered between two slices. */
const BLOCK_MAX_MS = 200

/**
 * The longest work of this thread between two turns of its event loop, in milliseconds of a processor: on a machine that is
 * busy with other things the time of a clock would tell more of those.
 */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const usedMs = () => Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  let before = usedMs()
  let longest = 0
  const look = () => {
    const now = usedMs()
    longest = Math.max(longest, now - before)
    before = now
  }
  const looking = setInterval(look, 5)
  await work()
  clearInterval(looking)
  look()
  return longest
}

test.runIf(process.platform === 'linux')(
  'a run of 20,000 spans is drawn and stored in short slices',
  { timeout: 300_000 },
  async () => {
    // How long the engine takes is of no interest here.
    const store = await storeOn('pglite', await openPgliteInMemory({ readLimitMs: 120_000 }))
    const projector = projectorOf(store, (sentence) => {
      throw new Error(sentence)
    })
    const { spans } = decodeOtlpProtobuf(otlpProtobuf(agentTrace(1, SPANS / 10, 9).slice(0, SPANS)).bytes)
    for (let at = 0; at < SPANS - 1; at += 1000) await store.spans.acceptSpans(spans.slice(at, at + 1000).slice(0, 999))
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const first = await longestBlock(() => projector.projectDue())
    await store.spans.acceptSpans(spans.slice(-1))
    const again = await longestBlock(() => projector.projectDue())
    delay.disable()
    process.stdout.write(
      `${SPANS} spans: ${Math.round(first)} ms at a time drawn first, ${Math.round(again)} ms drawn again, ${Math.round(delay.max / 1e6)} ms by the clock\n`,
    )
    expect(first).toBeLessThan(BLOCK_MAX_MS)
    expect(again).toBeLessThan(BLOCK_MAX_MS)
    await store.close()
  },
)
