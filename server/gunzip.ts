import { createGunzip } from 'node:zlib'
import type { Inflate } from './http/receiveBody.ts'
import { GrowingBytes } from './http/readBytes.ts'

/**
 * Chunk size for a large body. Chunks this large get their own memory mapping, which is returned to the system when
 * freed. Thousands of small ones would leave the heap fragmented.
 */
const PIECE_BYTES = 256 * 1024
const PIECE_BYTES_MIN = 16 * 1024

/**
 * `Inflate` by zlib, off the main thread. It continues with further gzip members on every version of Node, but
 * silently ignores data after a zero byte, so the consumed bytes are counted.
 */
export const gunzip: Inflate = async (bytes, maxBytes) => {
  // gzip compresses by a factor of about 1,000 at most.
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
