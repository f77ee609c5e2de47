/**
 * The body, each piece of which is held by `hold` as it comes. Where that says that too much is held already, the stream
 * fails, and `isRefused` tells it from a body that broke off.
 */
export function heldStream(
  body: ReadableStream<Uint8Array> | null,
  hold: (bytes: number) => boolean,
): { readonly stream: ReadableStream<Uint8Array> | null; readonly isRefused: () => boolean } {
  let isHeld = true
  const pieces = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      isHeld = hold(chunk.length)
      if (isHeld) controller.enqueue(chunk)
      else controller.error(new Error('too many bytes are held'))
    },
  })
  return { stream: body?.pipeThrough(pieces) ?? null, isRefused: () => !isHeld }
}
