/** What waits for a slow reader, at most. A reader who falls behind further is cut off, and resumes by its last number. */
const WAITING_BYTES_MAX = 1024 * 1024

type Controller = ReadableStreamDefaultController<Uint8Array>

/**
 * Readers of one stream of bytes. Each piece is made once and handed to all of them, so that a thousand readers cost
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

  /** A new reader, who gets `first` before all else. */
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
