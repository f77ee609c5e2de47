/** The minimum rate at which a body must arrive. */
export type Patience = {
  readonly everyMs: number
  /** Bytes that must arrive in each `everyMs`. */
  readonly bytes: number
}

/** Slower than any connection that an exporter uses, and faster than a client that only occupies a place. */
export const PATIENCE: Patience = { everyMs: 10_000, bytes: 10 * 1024 }

/** The body arrived too slowly, or had to make room for others while it was stalled. The rest of it is left unread. */
export class SlowBodyError extends Error {
  override readonly name = 'SlowBodyError'
  readonly code = 'slow_body'
}

export type ReadOptions = {
  readonly patience?: Patience | undefined
  /** Expected number of bytes, so that the buffer need not be moved while it grows. */
  readonly expected?: number | undefined
  /** Stops reading when aborted, as if the body were slow. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The bytes of a stream, or undefined if there are more than `maxBytes`; the rest is left unread. Counts while reading,
 * because a body need not declare its length, and an inflated one cannot. Throws `SlowBodyError`.
 */
export async function readBytes(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  { patience, expected = 0, signal }: ReadOptions = {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (stream === null) return new Uint8Array(0)
  const reader = stream.getReader()
  // The sender may not even notice; errors from cancelling do not matter.
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

/**
 * Frees the memory of a body at once: with late garbage collection, several large bodies could be in memory together.
 */
export function freeBytes({ buffer }: Uint8Array<ArrayBuffer>): void {
  if (buffer.resizable) buffer.resize(0)
}

const SMALL_BYTES = 256 * 1024

/** A buffer that grows in place, so that a large body is never copied. Free it with `freeBytes`. */
export class GrowingBytes {
  readonly #buffer: ArrayBuffer
  readonly #maxBytes: number
  #length = 0

  constructor(maxBytes: number, expected: number) {
    this.#maxBytes = maxBytes
    this.#buffer = new ArrayBuffer(Math.min(expected, maxBytes), { maxByteLength: maxBytes })
  }

  /** Appends a chunk. Returns whether there was room. */
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
      // Browsers cannot decode text from a resizable buffer.
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

/** Watches the rate of a body while it arrives. */
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
    // Prevents an unhandled rejection if nobody is waiting when it fails.
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
