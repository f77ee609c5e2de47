import { createParser } from 'eventsource-parser'

export type SseEvent = { readonly event: string; readonly id: string | undefined; readonly data: unknown }

/** Reads a stream of server-sent events as they come: `next` waits for one, and fails after a while. */
export function readSse(response: Response, waitMs = 5000) {
  const events: SseEvent[] = []
  const waiting: ((event: SseEvent | undefined) => void)[] = []
  let isOver = false
  const parser = createParser({
    onEvent: ({ event = 'message', id, data }) => {
      const read: SseEvent = { event, id, data: JSON.parse(data) }
      const first = waiting.shift()
      if (first) first(read)
      else events.push(read)
    },
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const viewState = (async () => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream is read piece by piece
      const piece = await reader?.read().catch(() => undefined)
      if (piece === undefined || piece.done) break
      parser.feed(piece.value)
    }
    isOver = true
    for (const first of waiting) first(undefined)
  })()
  return {
    /** The next event; undefined once the stream is over. */
    async next(): Promise<SseEvent | undefined> {
      const known = events.shift()
      if (known || isOver) return known
      return await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no event came within ${waitMs} ms`)), waitMs)
        waiting.push((event) => {
          clearTimeout(timer)
          resolve(event)
        })
      })
    },
    /** What came so far and was not asked for. */
    waiting: (): readonly SseEvent[] => [...events],
    async leave(): Promise<void> {
      await reader?.cancel().catch(() => undefined)
      await viewState
    },
  }
}
