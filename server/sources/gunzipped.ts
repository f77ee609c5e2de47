import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SourceError } from './SourceError.ts'

/** Whether these are the first bytes of a gzip file. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/**
 * The decompressed text of a file, chunk by chunk, with only a few chunks in memory. Throws `SourceError` when it
 * reaches damaged data, which may be at the end.
 */
export async function* gunzipped(name: string, pieceBytes: number): AsyncGenerator<string> {
  const unpacked = createGunzip({ chunkSize: pieceBytes }).setEncoding('utf8')
  // An error in either is thrown to the reader.
  pipeline(createReadStream(name, { highWaterMark: pieceBytes }), unpacked, () => undefined)
  const text: AsyncIterable<string> = unpacked
  try {
    yield* text
  } catch (error) {
    const why = damageIn(error)
    throw why === undefined ? error : new SourceError('corrupt', `${name} ${why}.`, { cause: error })
  }
}

/** The end of a sentence; undefined if the error is not about the compression. */
function damageIn(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return 'is truncated: the end of the gzip data is missing'
  return code.startsWith('Z_') ? 'is damaged: it contains invalid gzip data' : undefined
}
