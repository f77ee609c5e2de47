import { heldStream } from './heldStream.ts'
import type { Inflate } from './inflate.ts'
import type { Place } from './AdmissionLimiter.ts'
import { type Patience, PATIENCE, readBytes, SlowBodyError } from './readBytes.ts'

export type BodyLimits = {
  /** As it comes over the wire. */
  readonly wireBytes: number
  readonly inflatedBytes: number
  readonly patience?: Patience
}

export type Received<Why extends string> = Uint8Array<ArrayBuffer> | Why

/** The body as it was sent, or why there is none to work with: `busy` where too much of other bodies is held already. */
export async function receiveBody(
  { body, headers }: Request,
  { wireBytes, patience = PATIENCE }: BodyLimits,
  place: Pick<Place, 'hold' | 'signal'>,
): Promise<Received<'too large' | 'busy' | 'broken off' | 'too slow'>> {
  if (Number(headers.get('content-length') ?? 0) > wireBytes) return 'too large'
  const held = heldStream(body, (bytes) => place.hold(bytes))
  try {
    return (await readBytes(held.stream, wireBytes, { patience, signal: place.signal })) ?? 'too large'
  } catch (error) {
    return error instanceof SlowBodyError ? 'too slow' : held.isRefused() ? 'busy' : 'broken off'
  }
}

/**
 * How many bytes a body says that it has once it is unpacked: a gzip says so at its end, of its last part alone. A guess,
 * which takes room; see `unpackBody`.
 */
export function unpackedLength(bytes: Uint8Array, coding: 'identity' | 'gzip', { inflatedBytes }: BodyLimits): number {
  if (coding === 'identity' || bytes.length < 4) return bytes.length
  const told = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true)
  return Math.min(inflatedBytes, Math.max(told, bytes.length))
}

/** What a received body holds, or why it cannot be unpacked. `expected`: see `unpackedLength`. */
export async function unpackBody(
  bytes: Uint8Array<ArrayBuffer>,
  coding: 'identity' | 'gzip',
  inflatedBytes: number,
  inflate: Inflate,
): Promise<Received<'too large' | 'no gzip'>> {
  if (coding === 'identity') return bytes
  try {
    return (await inflate(bytes, inflatedBytes)) ?? 'too large'
  } catch {
    return 'no gzip'
  }
}
