/** Encodes server-sent events as bytes. `data` is JSON without line breaks, so no text in it can end its event. */
const encoder = new TextEncoder()

export function sseEvent(event: string, data: unknown, id?: number): Uint8Array<ArrayBuffer> {
  const line = id === undefined ? '' : `id: ${id}\n`
  return encoder.encode(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`)
}

/**
 * A comment, which readers ignore. It keeps proxies from closing a quiet connection, and shows readers that it is
 * alive.
 */
export const SSE_HEARTBEAT = encoder.encode(':\n\n')

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Some proxies buffer a reply unless told not to.
  'x-accel-buffering': 'no',
} as const
