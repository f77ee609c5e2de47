/** How slowly a body may come. */
export type Patience = {
  readonly everyMs: number
  /** That many bytes must have come each `everyMs`. */
  readonly bytes: number
}

/** Slower than any line that an exporter is sent over, and faster than somebody who only keeps a place. */
export const PATIENCE: Patience = { everyMs: 10_000, bytes: 10 * 1024 }

/** The body came too slowly, or had to make room for others while nothing came. The rest of it is left unread. */
export class SlowBodyError extends Error {
  override readonly name = 'SlowBodyError'
  readonly code = 'slow_body'
}

export type ReadOptions = {
  readonly patience?: Patience | undefined
  /** How many bytes there probably are, so that they need not be moved while they grow. */
  readonly expected?: number | undefined
  /** Gives up the reading when it is aborted, as if the body were slow. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The bytes of a stream, or undefined where there are more than `maxBytes`: the rest is left unread. Counts while it
 * reads, since a body need not tell its length, and one that was inflated cannot. Throws `SlowBodyError`.
 */
export async function readBytes(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  { patience, expected = 0, signal }: ReadOptions = {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (stream === null) return new Uint8Array(0)
  const reader = stream.getReader()
  // Whoever sends it may not even notice; what it answers to the cancelling is of no interest.
  const leave = () => void reader.cancel().catch(() => undefined)
  const watch = new Watch(patience, signal)
  const bytes = new GrowingBytes(maxBytes, expected)
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream is read piece by piece
      const { done, value } = await watch.over(reader.read())
      if (done) return bytes.whole()
      watch.count(value.length)
      if (bytes.add(value)) continue
      leave()
      bytes.free()
      return undefined
    }
  } catch (error) {
    leave()
    bytes.free()
    throw error
  } finally {
    watch.stop()
  }
}

/** Gives the memory of a body back at once: a collector that comes late would let several large ones stand side by side. */
export function freeBytes({ buffer }: Uint8Array<ArrayBuffer>): void {
  if (buffer.resizable) buffer.resize(0)
}

const SMALL_BYTES = 256 * 1024

/** Bytes that grow where they are, so that no second copy of a large body is ever made. `freeBytes` gives them back. */
export class GrowingBytes {
  readonly #buffer: ArrayBuffer
  readonly #maxBytes: number
  #length = 0

  constructor(maxBytes: number, expected: number) {
    this.#maxBytes = maxBytes
    this.#buffer = new ArrayBuffer(Math.min(expected, maxBytes), { maxByteLength: maxBytes })
  }

  /** Whether there was room. */
  add(piece: Uint8Array): boolean {
    const end = this.#length + piece.length
    if (end > this.#maxBytes) return false
    const { byteLength } = this.#buffer
    if (end > byteLength) this.#buffer.resize(Math.min(this.#maxBytes, Math.max(end, 2 * byteLength)))
    new Uint8Array(this.#buffer).set(piece, this.#length)
    this.#length = end
    return true
  }

  whole(): Uint8Array<ArrayBuffer> {
    if (this.#length <= SMALL_BYTES) {
      // Browsers decode no text from bytes that may grow.
      const copy = new Uint8Array(this.#buffer, 0, this.#length).slice()
      this.free()
      return copy
    }
    this.#buffer.resize(this.#length)
    return new Uint8Array(this.#buffer, 0, this.#length)
  }

  free(): void {
    this.#buffer.resize(0)
  }
}

/** Looks at the pace of a body while it comes. */
class Watch {
  readonly #signal: AbortSignal | undefined
  readonly #timer: ReturnType<typeof setInterval> | undefined
  readonly #failed: Promise<never>
  #fail: (error: SlowBodyError) => void = () => undefined
  #came = 0

  constructor(patience: Patience | undefined, signal: AbortSignal | undefined) {
    this.#failed = new Promise((_, reject) => {
      this.#fail = reject
    })
    // Nobody may be waiting for it when it fails.
    this.#failed.catch(() => undefined)
    this.#signal = signal
    signal?.addEventListener('abort', this.#giveUp)
    if (patience)
      this.#timer = setInterval(() => {
        if (this.#came < patience.bytes) this.#giveUp()
        this.#came = 0
      }, patience.everyMs)
  }

  over<Result>(reading: Promise<Result>): Promise<Result> {
    return Promise.race([reading, this.#failed])
  }

  count(bytes: number): void {
    this.#came += bytes
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#signal?.removeEventListener('abort', this.#giveUp)
  }

  readonly #giveUp = () => this.#fail(new SlowBodyError('the body came too slowly'))
}
