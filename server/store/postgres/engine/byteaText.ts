/*
 * Bytes as Postgres writes them in text: `\\x` and two hexadecimal digits for each. PGlite goes through them byte by byte, which
 * took 3 s of its thread for a file of 5 MiB, when every other question waited.
 */

export function byteaText(bytes: unknown): string {
  if (bytes instanceof Uint8Array)
    return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
  throw new TypeError('a column of bytes takes a Uint8Array')
}

/** In a buffer of their own: one of the pool that short buffers share would be sent to the other thread whole. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
