import { UnreachableError } from '#src/api/errors.ts'
import { refusalIn } from '#src/api/http.ts'
import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Maximum characters buffered for an incomplete frame. Our streams never send longer ones. */
const FRAME_MAX = 64 * 1024 * 1024

type StreamReader = {
  /** The id of the last event that was applied, so that the server resumes after it. */
  readonly lastEventId: string | undefined
  readonly signal: AbortSignal
  readonly onEvent: (event: EventSourceMessage) => void
  /** Called when any data arrives, including heartbeat comments. */
  readonly onBytes?: () => void
}

/**
 * Reads server-sent events until the server ends the stream. Uses `fetch`, because an `EventSource` hides why it
 * failed, ignores comments and cannot resume from an earlier page's event. Rejects with `ApiProblemError` or
 * `UnreachableError`, with whatever `onEvent` throws, and when aborted.
 */
export async function readStream(url: string, reader: StreamReader): Promise<void> {
  const { lastEventId, signal, onEvent, onBytes } = reader
  const body = await open(url, lastEventId, signal)
  const text = new TextDecoder()
  const parser = createParser({ onEvent, maxBufferSize: FRAME_MAX })
  const bytes = body.getReader()
  try {
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- a stream is read sequentially
      const { done, value } = await bytes.read().catch((error: unknown) => {
        signal.throwIfAborted()
        throw new UnreachableError('The connection was lost.', { cause: error })
      })
      if (done) return
      signal.throwIfAborted()
      onBytes?.()
      parser.feed(text.decode(value, { stream: true }))
    }
  } finally {
    // Also when an event was refused, so that the server stops sending.
    void bytes.cancel().catch(() => undefined)
  }
}

async function open(url: string, lastEventId: string | undefined, signal: AbortSignal) {
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  }
  let response: Response
  try {
    response = await fetch(url, { signal, headers, cache: 'no-store' })
  } catch (error) {
    signal.throwIfAborted()
    throw new UnreachableError('Could not reach the server: the connection failed.', { cause: error })
  }
  if (!response.ok) throw await refusalIn(response)
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (!isStream || !response.body)
    throw new UnreachableError('The server replied with something other than an event stream.')
  return response.body
}
