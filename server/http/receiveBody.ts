import type { Inflate } from './inflate.ts'
import type { Place } from './Intake.ts'
import { readBytes } from './readBytes.ts'

export type BodyLimits = {
  /** As it comes over the wire. */
  readonly wireBytes: number
  readonly inflatedBytes: number
}

export type Received<Why extends string> = Uint8Array<ArrayBuffer> | Why

/** The body as it was sent, or why there is none to work with: `busy` where too much of other bodies is held already. */
export async function receiveBody(
  { body, headers }: Request,
  { wireBytes }: BodyLimits,
  place: Pick<Place, 'hold'>,
): Promise<Received<'too large' | 'busy' | 'broken off'>> {
  if (Number(headers.get('content-length') ?? 0) > wireBytes) return 'too large'
  let isHeld = true
  const counted = body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        isHeld = place.hold(chunk.length)
        if (isHeld) controller.enqueue(chunk)
        else controller.error(new Error('too many bytes are held'))
      },
    }),
  )
  try {
    return (await readBytes(counted ?? null, wireBytes)) ?? 'too large'
  } catch {
    return isHeld ? 'broken off' : 'busy'
  }
}

/** What a received body holds, or why it cannot be unpacked. */
export async function unpackBody(
  bytes: Uint8Array<ArrayBuffer>,
  coding: 'identity' | 'gzip',
  { inflatedBytes }: BodyLimits,
  inflate: Inflate,
): Promise<Received<'too large' | 'no gzip'>> {
  if (coding === 'identity') return bytes
  try {
    return (await inflate(bytes, inflatedBytes)) ?? 'too large'
  } catch {
    return 'no gzip'
  }
}
