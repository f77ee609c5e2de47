import { createGunzip } from 'node:zlib'
import type { Inflate } from './http/receiveBody.ts'
import { GrowingBytes } from './http/readBytes.ts'

/**
 * A piece of a large body: one so large is mapped by itself, and is given back to the system when it is freed. Thousands
 * of small ones would stay behind as a heap full of holes.
 */
const PIECE_BYTES = 256 * 1024
const PIECE_BYTES_MIN = 16 * 1024

/**
 * `Inflate` by zlib, off the main thread. It reads on where another member follows, on every version of Node; but behind
 * a zero it leaves what follows unread without a word, so what it read is counted.
 */
export const gunzip: Inflate = async (bytes, maxBytes) => {
  // Nothing that is packed is smaller than a thousandth of what it holds.
  const chunkSize = bytes.length * 1000 < PIECE_BYTES ? PIECE_BYTES_MIN : PIECE_BYTES
  const stream = createGunzip({ chunkSize })
  const whole = new GrowingBytes(maxBytes, 0)
  stream.end(bytes)
  const unpacked: AsyncIterable<Uint8Array> = stream
  try {
    for await (const piece of unpacked)
      // Leaving the loop ends the stream.
      if (!whole.add(piece)) {
        whole.free()
        return undefined
      }
    if (stream.bytesWritten !== bytes.length) throw new Error('something else follows what gzip packed')
    return whole.whole()
  } catch (error) {
    whole.free()
    throw error
  }
}
