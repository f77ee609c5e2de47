import { ENDPOINTS } from '#contract/endpoints.ts'
import type { RunId } from '#contract/ids.ts'
import { LIVE_TIMING, type LiveTiming } from '#src/live/timing.ts'
import { http, HttpResponse, type RequestHandler } from 'msw'

/** As in the app, but nobody waits seconds for a second attempt. */
export const QUICK: LiveTiming = { ...LIVE_TIMING, backoff: 30, backoffMax: 60, refetch: 30, refetchSlowly: 50 }

type Frame = { readonly event: string; readonly id?: number; readonly data: unknown }

/** A stream that a test speaks for the server: each connection that is open hears what is said. */
export class ScriptedStream {
  /** The `Last-Event-ID` of each request, null where it had none. */
  readonly asked: (string | null)[] = []
  /** What to answer instead of a stream. */
  refusal: (() => Response) | undefined
  readonly #path: string
  readonly #greeting: () => readonly Frame[]
  readonly #open = new Set<ReadableStreamDefaultController<Uint8Array>>()

  /** @param greeting what each new connection hears first */
  constructor(path: string, greeting: () => readonly Frame[]) {
    this.#path = path
    this.#greeting = greeting
  }

  get connections(): number {
    return this.#open.size
  }

  handler(): RequestHandler {
    return http.get(`*${this.#path}`, ({ request }) => {
      this.asked.push(request.headers.get('last-event-id'))
      if (this.refusal) return this.refusal()
      let own: ReadableStreamDefaultController<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          own = controller
          this.#open.add(controller)
          for (const frame of this.#greeting()) controller.enqueue(bytesOf(frame))
        },
        cancel: () => {
          this.#open.delete(own)
        },
      })
      request.signal.addEventListener('abort', () => this.#open.delete(own))
      return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
    })
  }

  say(...frames: readonly Frame[]): void {
    for (const controller of this.#open) for (const frame of frames) controller.enqueue(bytesOf(frame))
  }

  /** The connection breaks, as when a server is restarted. */
  drop(): void {
    for (const controller of this.#open) controller.close()
    this.#open.clear()
  }
}

const encoder = new TextEncoder()

export const textOf = ({ event, id, data }: Frame): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

const bytesOf = (frame: Frame): Uint8Array => encoder.encode(textOf(frame))

export const runStreamOf = (run_id: RunId, greeting: () => { readonly epoch: string; readonly seq: number }) =>
  new ScriptedStream(ENDPOINTS.runStream.path.replace(':run_id', run_id), () => {
    const { epoch, seq } = greeting()
    return [{ event: 'hello', id: seq, data: { scope: { run_id }, epoch, seq } }]
  })

export const listStreamOf = (epoch: string) =>
  new ScriptedStream(ENDPOINTS.runListStream.path, () => [{ event: 'hello', data: { scope: {}, epoch } }])
