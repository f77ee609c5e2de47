/** Which bytes of a file a request is for; `end` is exclusive. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const SINGLE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/

/**
 * Parses a `Range` header (RFC 9110, 14.2) for a file of `size` bytes. A header that is malformed, has another unit or
 * asks for several ranges is ignored, as the RFC allows, and the whole file is sent.
 */
export function byteRange(header: string | null, size: number): ByteRange {
  const match = SINGLE.exec(header ?? '')
  if (!match) return { kind: 'whole' }
  const [, first, last, suffix] = match
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size)
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size }
  }
  const start = Number(first)
  const end = last ? Math.min(Number(last) + 1, size) : size
  if (last && Number(last) < start) return { kind: 'whole' }
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}
