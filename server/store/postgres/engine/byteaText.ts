/*
 * The text form of bytea in Postgres: `\\x` and two hexadecimal digits per byte. PGlite converts byte by byte, which
 * took 3 s of its thread for a file of 5 MiB and blocked every other query.
 */

export function byteaText(bytes: unknown): string {
  if (bytes instanceof Uint8Array)
    return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
  throw new TypeError('a column of bytes takes a Uint8Array')
}

/** In a buffer of their own: short buffers share a pool, all of which would be sent to the other thread. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
