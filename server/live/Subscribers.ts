/**
 * Maximum bytes queued for a slow reader. A reader that falls behind further is disconnected, and resumes from its last
 * number.
 */
const WAITING_BYTES_MAX = 1024 * 1024

type Controller = ReadableStreamDefaultController<Uint8Array>

/**
 * Subscribers to one byte stream. Each chunk is created once and sent to all of them, so that a thousand readers cost
 * little more than one.
 */
export class Subscribers {
  readonly #controllers = new Set<Controller>()
  readonly #onEmpty: () => void

  /** `onEmpty` is called when the last reader has left. */
  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty
  }

  get size(): number {
    return this.#controllers.size
  }

  /** Adds a reader, which gets `first` before anything else. */
  add(first: readonly Uint8Array[]): ReadableStream<Uint8Array> {
    let own: Controller | undefined
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          own = controller
          this.#controllers.add(controller)
          for (const bytes of first) controller.enqueue(bytes)
        },
        cancel: () => {
          if (own) this.#leave(own)
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: WAITING_BYTES_MAX }),
    )
  }

  send(bytes: Uint8Array): void {
    for (const controller of this.#controllers) {
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(bytes)
      else this.#end(controller)
    }
  }

  endAll(): void {
    for (const controller of this.#controllers) this.#end(controller)
  }

  #end(controller: Controller): void {
    controller.close()
    this.#leave(controller)
  }

  #leave(controller: Controller): void {
    if (this.#controllers.delete(controller) && this.#controllers.size === 0) this.#onEmpty()
  }
}
