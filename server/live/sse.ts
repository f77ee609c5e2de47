/** Server-sent events as bytes. `data` is JSON, which has no line breaks, so that no text in it can end its event. */
const encoder = new TextEncoder()

export function sseEvent(event: string, data: unknown, id?: number): Uint8Array<ArrayBuffer> {
  const line = id === undefined ? '' : `id: ${id}\n`
  return encoder.encode(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`)
}

/** A comment, which readers pass over: it keeps proxies from closing a quiet connection, and tells readers that it lives. */
export const SSE_HEARTBEAT = encoder.encode(':\n\n')

export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Some proxies collect a reply before they pass it on, unless they are told not to.
  'x-accel-buffering': 'no',
} as const
