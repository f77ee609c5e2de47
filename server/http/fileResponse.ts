import type { RunFile } from '#contract/entities.ts'
import { type ByteRange, byteRange } from './byteRange.ts'
import { attachment } from './contentDisposition.ts'
import { SNIFF_BYTES, mediaType } from './mediaType.ts'
import { type Refusal, refuse } from './context.ts'
import { isKnownTag } from './entityTags.ts'

/** Bytes `start` to `end` (exclusive); fewer if the content is shorter, undefined if there is none. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array<ArrayBuffer> | undefined>

/** Bytes of a file in memory at once, however large it is. */
export const CHUNK_BYTES = 256 * 1024

/** Even if a browser is made to display a file, this prevents scripts, gives it no origin and blocks the network. */
export const FILE_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"

/**
 * The bytes of a file that an agent wrote, as a download that cannot run in the app's origin. Answers `Range` with one
 * part (206) or 416, and HEAD without reading the content.
 */
export async function fileResponse(file: RunFile, read: ReadBytes, request: Request): Promise<Response | Refusal> {
  const head = file.has_content ? await read(0, SNIFF_BYTES) : undefined
  const size = file.size_bytes
  if (head === undefined || size === null) return refuse('not_found', NO_CONTENT)
  const etag = file.sha256 === null ? undefined : `"${file.sha256}"`
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': attachment(file.file_path),
    'content-security-policy': FILE_CSP,
    'content-type': mediaType(file.file_path, head),
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
  if (etag) headers.set('etag', etag)
  if (etag && isKnownTag(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers })
  const range = wantedRange(request, size, etag)
  switch (range.kind) {
    case 'unsatisfiable':
      return refuse(
        'range_not_satisfiable',
        `The file has ${size} bytes.`,
        [{ field: 'Range', message: 'starts after the last byte' }],
        { 'content-range': `bytes */${size}` },
      )
    case 'whole':
      headers.set('content-length', String(size))
      return new Response(contentStream(read, 0, size), { headers })
    case 'part':
      headers.set('content-length', String(range.end - range.start))
      headers.set('content-range', `bytes ${range.start}-${range.end - 1}/${size}`)
      return new Response(contentStream(read, range.start, range.end), { status: 206, headers })
  }
}

const NO_CONTENT = 'The content of this file was not recorded, so there is nothing to download.'

/** `If-Range` asks for the whole file if it has changed since the client got its part (RFC 9110, 13.1.5). */
function wantedRange(request: Request, size: number, etag: string | undefined): ByteRange {
  const ifRange = request.headers.get('if-range')
  if (ifRange !== null && ifRange !== etag) return { kind: 'whole' }
  return byteRange(request.headers.get('range'), size)
}

/**
 * Reads one chunk at a time, as the client consumes them. Either the declared length is delivered or the connection
 * breaks: a file that shrinks meanwhile must look broken, not complete.
 */
export function contentStream(read: ReadBytes, start: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start
  return new ReadableStream(
    {
      async pull(controller) {
        if (at === end) return controller.close()
        const until = Math.min(at + CHUNK_BYTES, end)
        const bytes = await read(at, until)
        if (bytes?.length !== until - at) return controller.error(new Error('the content is shorter than its size'))
        controller.enqueue(bytes)
        at = until
        if (at === end) controller.close()
      },
    },
    // Without this, the first chunk would be read unrequested, on every HEAD.
    { highWaterMark: 0 },
  )
}
