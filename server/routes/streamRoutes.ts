import type { RawHandlers } from '#server/http/endpoint.ts'
import type { LiveStreams } from '#server/live/LiveStreams.ts'
import { SSE_HEADERS } from '#server/live/sse.ts'
import { notFound } from './requireExisting.ts'

/** Streams what is written from now on, as server-sent events; `contract/stream.ts` defines their names and data. */
export const streamRoutes = (live: LiveStreams): RawHandlers<'runStream' | 'runListStream'> => ({
  async runStream({ params, query }, request) {
    const stream = await live.openRun(params.run_id, lastSeen(request) ?? query.after)
    return stream === undefined ? notFound('run') : reply(stream, request)
  },

  runListStream: async (_input, request) => reply(await live.openList(), request),
})

/** The number that a browser or our own client sends when it reconnects. Anything but a valid number is ignored. */
function lastSeen(request: Request): number | undefined {
  const text = request.headers.get('last-event-id') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function reply(stream: ReadableStream<Uint8Array>, request: Request): Response {
  if (request.method !== 'HEAD') return new Response(stream, { headers: SSE_HEADERS })
  void stream.cancel()
  return new Response(null, { headers: SSE_HEADERS })
}
