import { createGunzip } from 'node:zlib'
import type { Inflate } from './http/inflate.ts'

/**
 * `Inflate` by zlib, off the main thread. It reads on where another member follows, on every version of Node; but behind
 * a zero it leaves what follows unread without a word, so what it read is counted.
 */
export const gunzip: Inflate = async (bytes, maxBytes) => {
  const stream = createGunzip()
  const pieces: Uint8Array[] = []
  let length = 0
  stream.end(bytes)
  const unpacked: AsyncIterable<Uint8Array> = stream
  for await (const piece of unpacked) {
    length += piece.length
    // Leaving the loop ends the stream.
    if (length > maxBytes) return undefined
    pieces.push(piece)
  }
  if (stream.bytesWritten !== bytes.length) throw new Error('something else follows what gzip packed')
  const whole = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}
