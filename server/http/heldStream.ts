/**
 * The body, with each received chunk counted by `hold`. If `hold` refuses a chunk, the stream fails, and `isRefused`
 * tells that apart from a broken connection.
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
