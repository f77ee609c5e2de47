import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DecodedSpans } from '#server/telemetry/otlp/DecodedSpans.ts'
import { readTraceFile, TraceFileError } from '#server/telemetry/traceFile.ts'
import { SourceError } from './SourceError.ts'

/** Bytes that tell what a file is. */
const HEAD_BYTES = 256
const PIECE_BYTES = 1024 * 1024

/**
 * The parts of a file of traces, or undefined where somebody named something else: a URL, a SQLite file, or what is no
 * file that can be read, of which others have to tell. Throws `SourceError` where it is a file of neither kind.
 */
export async function openTraceFile(name: string): Promise<AsyncGenerator<DecodedSpans> | undefined> {
  const head = await headOf(name)
  if (head === undefined || head === '' || head.startsWith('SQLite format 3\u0000')) return undefined
  if (/^\ufeff?\s*[[{]/.test(head)) return partsOf(name)
  throw new SourceError('not a database', `${name} is neither a SQLite database nor a file of traces in JSON.`)
}

async function headOf(name: string): Promise<string | undefined> {
  try {
    const file = await open(name)
    try {
      if (!(await file.stat()).isFile()) return undefined
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

async function* partsOf(name: string): AsyncGenerator<DecodedSpans> {
  const text: AsyncIterable<string> = createReadStream(name, { encoding: 'utf8', highWaterMark: PIECE_BYTES })
  try {
    yield* readTraceFile(text)
  } catch (error) {
    if (error instanceof TraceFileError)
      throw new SourceError('not a database', `${name} ${error.message}.`, { cause: error })
    throw error
  }
}
