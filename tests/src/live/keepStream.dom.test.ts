import type { Problem } from '#contract/errors.ts'
import { GREEN } from '#mocks/fixtures/twinRuns.ts'
import { ContractError, ScopeViolationError } from '#src/api/errors.ts'
import { backoffMs, keepStream, type Connection } from '#src/live/keepStream.ts'
import { RunMovedError } from '#src/live/RunMovedError.ts'
import { LIVE_TIMING } from '#src/live/timing.ts'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

const encoder = new TextEncoder()
const HELLO = 'event: hello\nid: 1\ndata: {}\n\n'

const REFUSAL: Problem = {
  type: 'about:blank',
  code: 'not_found',
  title: 'Not found',
  status: 404,
  detail: 'Nothing is served at this path.',
  instance: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  errors: [],
}

/** A server whose connections a test holds in its hand; its clock is the test's, too. */
function serve() {
  const open: ReadableStreamDefaultController<Uint8Array>[] = []
  const state = { answer: 'stream' as 'stream' | 'nothing' | 'refusal', attempts: 0 }
  vi.stubGlobal('fetch', async (_url: string, { signal }: RequestInit) => {
    state.attempts++
    if (state.answer === 'nothing') throw new TypeError('failed to fetch')
    if (state.answer === 'refusal') return new Response(JSON.stringify(REFUSAL), { status: REFUSAL.status })
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        open.push(controller)
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  return {
    state,
    send: async (text: string) => {
      open.at(-1)?.enqueue(encoder.encode(text))
      await vi.advanceTimersByTimeAsync(0)
    },
    close: async () => {
      open.at(-1)?.close()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

async function keep(onEvent: () => void = () => undefined) {
  const seen: Connection[] = []
  const poll = vi.fn<() => void>()
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const done = keepStream(
    {
      url: '/s',
      timing: LIVE_TIMING,
      lastEventId: () => undefined,
      onEvent,
      onConnection: (state) => seen.push(state),
      poll,
    },
    stop.signal,
  )
  await vi.advanceTimersByTimeAsync(0)
  return { seen, now: () => seen.at(-1)?.kind, poll, stop, done }
}

const see = (state: 'hidden' | 'visible') => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a stream that is kept open', () => {
  it('is live from its first frame on, and tries again soon when it ends', async () => {
    const server = serve()
    const { now, seen } = await keep()
    await server.send(HELLO)
    expect(now()).toBe('live')
    const lostAt = Date.now()
    await server.close()
    expect(seen.at(-1)).toEqual({ kind: 'reconnecting', since: lostAt, attempt: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    await server.send(HELLO)
    expect(now()).toBe('live')
    expect(server.state.attempts).toBe(2)
  })

  it('is given up for lost without a byte for forty seconds, but a comment is enough', async () => {
    const server = serve()
    const { now } = await keep()
    await server.send(HELLO)
    await vi.advanceTimersByTimeAsync(39_000)
    await server.send(': here\n\n')
    await vi.advanceTimersByTimeAsync(39_000)
    expect(now()).toBe('live')
    await vi.advanceTimersByTimeAsync(1000)
    expect(now()).toBe('reconnecting')
  })

  it('polls after three attempts in vain, and goes on trying, each thirty seconds in the end', async () => {
    const server = serve()
    server.state.answer = 'nothing'
    const { now, poll } = await keep()
    expect(now()).toBe('reconnecting')
    await vi.advanceTimersByTimeAsync(4000)
    expect(server.state.attempts).toBe(3)
    expect(now()).toBe('polling')
    poll.mockClear()
    await vi.advanceTimersByTimeAsync(300_000)
    expect(poll).toHaveBeenCalledTimes(100)
    const before = server.state.attempts
    await vi.advanceTimersByTimeAsync(300_000)
    // Half of each wait is left to chance.
    expect(server.state.attempts - before).toBeGreaterThanOrEqual(10)
    expect(server.state.attempts - before).toBeLessThanOrEqual(20)
    server.state.answer = 'stream'
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    await server.send(HELLO)
    expect(now()).toBe('live')
    poll.mockClear()
    await vi.advanceTimersByTimeAsync(9000)
    expect(poll).not.toHaveBeenCalled()
  })

  it('polls where something on the way collects the stream and lets no frame through', async () => {
    const server = serve()
    const { now, seen } = await keep()
    await vi.advanceTimersByTimeAsync(4999)
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(now()).toBe('polling')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(server.state.attempts).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.state.attempts).toBe(2)
  })

  it('polls at once where the server knows no such stream', async () => {
    const server = serve()
    server.state.answer = 'refusal'
    const { seen } = await keep()
    expect(seen).toEqual([{ kind: 'polling' }])
  })

  it('polls at once where the server speaks another language', async () => {
    const server = serve()
    const strange = await keep(() => {
      throw new ContractError('strange')
    })
    await server.send(HELLO)
    expect(strange.now()).toBe('polling')
  })

  it('ends, and is not asked for again, when a row of another run came', async () => {
    const server = serve()
    const error = new ScopeViolationError({}, [])
    const { seen, done, poll } = await keep(() => {
      throw error
    })
    await server.send(HELLO)
    await done
    expect(seen).toEqual([{ kind: 'refused', error }])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(server.state.attempts).toBe(1)
    expect(poll).not.toHaveBeenCalled()
  })

  it.each([
    ['the first', ''],
    ['a later', HELLO],
  ])('ends, and is not asked for again, when %s frame says that the run was moved', async (_, before) => {
    const server = serve()
    let frames = before === '' ? 1 : 0
    const { seen, done, poll } = await keep(() => {
      if (frames++ === 1) throw new RunMovedError(GREEN)
    })
    await server.send(before + HELLO)
    await done
    expect(seen).toEqual([...(before === '' ? [] : [{ kind: 'live' }]), { kind: 'moved', to: GREEN }])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(server.state.attempts).toBe(1)
    expect(poll).not.toHaveBeenCalled()
  })

  it('closes its connection after twenty seconds in a hidden tab, and reconnects on return', async () => {
    const server = serve()
    const { now } = await keep()
    await server.send(HELLO)
    see('hidden')
    await vi.advanceTimersByTimeAsync(19_000)
    see('visible')
    await vi.advanceTimersByTimeAsync(15_000)
    await server.send(': here\n\n')
    await vi.advanceTimersByTimeAsync(15_000)
    expect(now()).toBe('live')
    see('hidden')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(now()).toBe('paused')
    await vi.advanceTimersByTimeAsync(300_000)
    expect(server.state.attempts).toBe(1)
    see('visible')
    await vi.advanceTimersByTimeAsync(0)
    await server.send(HELLO)
    expect([now(), server.state.attempts]).toEqual(['live', 2])
  })

  it('tries at once when the machine is connected again', async () => {
    const server = serve()
    const { now } = await keep()
    await server.send(HELLO)
    await server.close()
    expect(now()).toBe('reconnecting')
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(server.state.attempts).toBe(2)
  })

  it('leaves nothing behind when it is stopped', async () => {
    const server = serve()
    server.state.answer = 'nothing'
    const { stop, done, seen } = await keep()
    await vi.advanceTimersByTimeAsync(4000)
    stop.abort()
    await done
    const states = seen.length
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(seen).toHaveLength(states)
  })
})

describe('the wait before the next attempt', () => {
  it('doubles from one second to thirty, and leaves up to half of it to chance', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => backoffMs(failures, 1000, 30_000, 1))
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    expect(backoffMs(4, 1000, 30_000, 0)).toBe(4000)
    expect(backoffMs(1, 1000, 30_000, 0)).toBe(1000)
  })
})
