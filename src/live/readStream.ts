import { UnreachableError } from '#src/api/errors.ts'
import { refusalIn } from '#src/api/http.ts'
import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Characters of one frame that are kept while its end has not come: a stream that never ends a frame is none of ours. */
const FRAME_MAX = 64 * 1024 * 1024

type StreamReader = {
  /** The number of the last event that was taken in, for the server to go on after it. */
  readonly lastEventId: string | undefined
  readonly signal: AbortSignal
  readonly onEvent: (event: EventSourceMessage) => void
  /** Something came, be it a comment that only says that the line is alive. */
  readonly onBytes?: () => void
}

/**
 * Reads server-sent events until the server ends the stream. By `fetch`, since an `EventSource` hides why it failed, shows no
 * comments and cannot begin after an event of an earlier page. Rejects with `ApiProblemError` or `UnreachableError`, with
 * whatever `onEvent` throws, and when it is aborted.
 */
export async function readStream(url: string, reader: StreamReader): Promise<void> {
  const { lastEventId, signal, onEvent, onBytes } = reader
  const body = await open(url, lastEventId, signal)
  const text = new TextDecoder()
  const parser = createParser({ onEvent, maxBufferSize: FRAME_MAX })
  const bytes = body.getReader()
  try {
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- a stream is read one piece after another
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
    // Also where an event was refused: the server must not go on sending to nobody.
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
