import type { RawHandlers } from '#server/http/endpoint.ts'
import type { LiveStreams } from '#server/live/LiveStreams.ts'
import { SSE_HEADERS } from '#server/live/sse.ts'
import { notFound } from './requireExisting.ts'

/** What is written from now on, as server-sent events; `contract/stream.ts` has their names and data. */
export const streamRoutes = (live: LiveStreams): RawHandlers<'runStream' | 'runListStream'> => ({
  async runStream({ params, query }, request) {
    const stream = await live.openRun(params.run_id, lastSeen(request) ?? query.after)
    return stream === undefined ? notFound('run') : reply(stream, request)
  },

  runListStream: async (_input, request) => reply(await live.openList(), request),
})

/** What a browser, or our own reader, says when it comes back. Anything but a number of ours is passed over. */
function lastSeen(request: Request): number | undefined {
  const text = request.headers.get('last-event-id') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function reply(stream: ReadableStream<Uint8Array>, request: Request): Response {
  if (request.method !== 'HEAD') return new Response(stream, { headers: SSE_HEADERS })
  void stream.cancel()
  return new Response(null, { headers: SSE_HEADERS })
}
