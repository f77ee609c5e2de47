import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { runFrame } from '#src/live/frames.ts'
import { readStream } from '#src/live/readStream.ts'
import { textOf } from '#tests/support/liveStreams.ts'
import { describe, expect, it, vi } from 'vitest'
import { eventually } from '#tests/support/eventually.ts'

const scope = { run_id: BLUE }
/** As a server sends it: a comment, a hello, words of several bytes, and an end of line of either kind. */
const RECORDED = [
  ': here\n\n',
  textOf({ event: 'hello', id: 3, data: { scope, epoch: 'Grüße 🦊', seq: 3 } }),
  textOf({ event: 'reset', id: 4, data: { scope, seq: 4 } }).replaceAll('\n', '\r\n'),
  ': still here\n\n',
  textOf({ event: 'reset', id: 9, data: { scope, seq: 9 } }),
].join('')

const headers = { 'content-type': 'text/event-stream' }

/** A stream that arrives in these pieces. */
const inPieces = (...pieces: readonly Uint8Array[]) =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(piece)
        controller.close()
      },
    }),
    { headers },
  )

async function heard(response: Response, lastEventId?: string) {
  const fetching = vi.fn<typeof fetch>(async () => response)
  vi.stubGlobal('fetch', fetching)
  const events: unknown[] = []
  await readStream('/api/stream', {
    lastEventId,
    signal: new AbortController().signal,
    onEvent: (event) => events.push([event.id, runFrame(BLUE, event)]),
  })
  return { events, request: fetching.mock.calls[0]?.[1] }
}

describe('a stream', () => {
  const bytes = new TextEncoder().encode(RECORDED)
  const whole = [
    ['3', { kind: 'hello', epoch: 'Grüße 🦊', seq: 3 }],
    ['4', { kind: 'reset', seq: 4 }],
    ['9', { kind: 'reset', seq: 9 }],
  ]

  it('yields the same events wherever the bytes are split, even within a character', async () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- each cut stubs the same fetch
      const { events } = await heard(inPieces(bytes.subarray(0, cut), bytes.subarray(cut)))
      expect(events, `cut at byte ${cut}`).toEqual(whole)
    }
  })

  it('yields the same events byte by byte', async () => {
    const { events } = await heard(inPieces(...Array.from(bytes, (byte) => Uint8Array.of(byte))))
    expect(events).toEqual(whole)
  })

  it('yields no event for an incomplete frame', async () => {
    const { events } = await heard(inPieces(bytes.subarray(0, bytes.length - 1)))
    expect(events).toEqual(whole.slice(0, 2))
  })

  it('asks to resume after the last event, if there was one', async () => {
    expect(new Headers((await heard(inPieces(), '17')).request?.headers).get('last-event-id')).toBe('17')
    const first = new Headers((await heard(inPieces())).request?.headers)
    expect(first.has('last-event-id')).toBe(false)
    expect(first.get('accept')).toBe('text/event-stream')
  })

  it('fails if the server replies with something other than a stream', async () => {
    const page = new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    await expect(heard(page)).rejects.toThrow('The server replied with something other than an event stream.')
  })

  it('closes and fails with the error that its reader throws', async () => {
    let isClosed = false
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes),
      cancel: () => {
        isClosed = true
      },
    })
    vi.stubGlobal('fetch', async () => new Response(body, { headers }))
    const onEvent = () => {
      throw new Error('refused')
    }
    const { signal } = new AbortController()
    await expect(readStream('/', { lastEventId: undefined, signal, onEvent })).rejects.toThrow('refused')
    await eventually(() => expect(isClosed).toBe(true))
  })
})
