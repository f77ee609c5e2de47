import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DecodedSpans } from '#server/telemetry/otlp/DecodedSpans.ts'
import { readTraceFile, TraceFileError } from '#server/telemetry/traceFile.ts'
import { gunzipped, isGzip } from './gunzipped.ts'
import { SourceError } from './SourceError.ts'

/** Number of bytes needed to recognise a file's type. */
const HEAD_BYTES = 256
const PIECE_BYTES = 1024 * 1024

/**
 * The parts of a trace file, with or without gzip. Undefined if it is something else: a URL, a SQLite file, or an
 * unreadable file, which other code reports. Throws `SourceError` for a file of neither type.
 */
export async function openTraceFile(name: string): Promise<AsyncGenerator<DecodedSpans> | undefined> {
  const bytes = await headOf(name)
  if (bytes === undefined || bytes.length === 0) return undefined
  if (isGzip(bytes)) return await openPacked(name)
  const head = bytes.toString('utf8')
  if (isSqlite(head)) return undefined
  if (isJson(head)) return partsOf(name, createReadStream(name, { encoding: 'utf8', highWaterMark: PIECE_BYTES }))
  throw new SourceError('not a database', `${name} is neither a SQLite database nor a JSON trace file.`)
}

async function openPacked(name: string): Promise<AsyncGenerator<DecodedSpans>> {
  let head = ''
  // Only the first chunk, because whitespace could go on forever.
  for await (head of gunzipped(name, HEAD_BYTES)) break
  if (isJson(head)) return partsOf(name, gunzipped(name, PIECE_BYTES))
  const advice = isSqlite(head) ? 'a SQLite database: decompress it first' : 'no JSON traces'
  throw new SourceError('not a database', `${name} is a gzip file with ${advice}.`)
}

const isSqlite = (head: string): boolean => head.startsWith('SQLite format 3\u0000')
const isJson = (head: string): boolean => /^\ufeff?\s*[[{]/.test(head)

async function headOf(name: string): Promise<Buffer | undefined> {
  try {
    const file = await open(name)
    try {
      if (!(await file.stat()).isFile()) return undefined
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

async function* partsOf(name: string, text: AsyncIterable<string>): AsyncGenerator<DecodedSpans> {
  try {
    yield* readTraceFile(text)
  } catch (error) {
    if (error instanceof TraceFileError)
      throw new SourceError('not a database', `${name} ${error.message}.`, { cause: error })
    throw error
  }
}
