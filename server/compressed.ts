import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { acceptedCoding, type Coding } from './http/acceptedCoding.ts'
import { weakTag } from './http/entityTags.ts'

type Fetch = (request: Request) => Response | Promise<Response>
type Pack = (bytes: Uint8Array) => Promise<Uint8Array>

/** Shorter bodies gain less than the extra header costs. */
const LEAST_BYTES = 1024

/**
 * Speed before size: the fastest level of each algorithm gets about four fifths of the best level's savings. Runs off
 * the main thread.
 */
const gzip = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gzip)
const brotli = promisify<Uint8Array, zlib.BrotliOptions, Uint8Array>(zlib.brotliCompress)
const PACK: Readonly<Partial<Record<Coding, Pack>>> = {
  ...zstdPack(),
  br: (bytes) =>
    brotli(bytes, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 1,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => gzip(bytes, { level: 1 }),
}
const OFFERED = (['zstd', 'br', 'gzip'] as const).filter((coding) => PACK[coding])

/** Available in Node since 22.15. */
function zstdPack(): { readonly zstd?: Pack } {
  if (!('zstdCompress' in zlib)) return {}
  const zstd = promisify<Uint8Array, zlib.ZstdOptions, Uint8Array>(zlib.zstdCompress)
  return { zstd: (bytes) => zstd(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } }) }
}

/**
 * Compresses text replies of more than a kilobyte as the client accepts. Streams are left alone, because compression
 * would delay frames, and so are replies that support ranges, which count uncompressed bytes.
 */
export const compressed =
  (answer: Fetch): Fetch =>
  async (request) => {
    const response = await answer(request)
    if (request.method === 'HEAD' || !isWholeText(response)) return response
    return await packed(request.headers.get('accept-encoding'), response)
  }

function isWholeText({ status, body, headers }: Response): boolean {
  return (
    body !== null &&
    status !== 206 &&
    !headers.has('content-encoding') &&
    !headers.has('content-range') &&
    !headers.has('accept-ranges') &&
    !(headers.get('cache-control') ?? '').includes('no-transform') &&
    isText(headers.get('content-type') ?? '')
  )
}

const isText = (type: string): boolean =>
  !type.startsWith('text/event-stream') &&
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b|application\/javascript\b|image\/svg\+xml)/.test(type)

async function packed(acceptEncoding: string | null, response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  const { status } = response
  headers.set('content-length', String(bytes.length))
  if (bytes.length <= LEAST_BYTES) return new Response(bytes, { status, headers })
  addVary(headers)
  const coding = acceptedCoding(acceptEncoding, OFFERED)
  const pack = coding && PACK[coding]
  if (!pack) return new Response(bytes, { status, headers })
  const small = Uint8Array.from(await pack(bytes))
  headers.set('content-encoding', coding)
  headers.set('content-length', String(small.length))
  const etag = headers.get('etag')
  if (etag !== null) headers.set('etag', weakTag(etag))
  return new Response(small, { status, headers })
}

/** Tells caches that another client may get different bytes. */
function addVary(headers: Headers): void {
  const known = headers.get('vary') ?? ''
  if (!/(?:^|[\s,])(?:accept-encoding|\*)/i.test(known)) headers.append('vary', 'accept-encoding')
}
