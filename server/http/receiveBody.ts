import { heldStream } from './heldStream.ts'
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

/**
 * What the gzip bytes hold, of one member or of several, or undefined where it is more than `maxBytes`: not much more than
 * that is ever unpacked. Rejects where the bytes are damaged, cut off, or followed by anything that is no gzip.
 */
export type Inflate = (bytes: Uint8Array<ArrayBuffer>, maxBytes: number) => Promise<Uint8Array<ArrayBuffer> | undefined>

/**
 * `Inflate` by web standards alone. A `DecompressionStream` takes one member and refuses what follows it, and does not say
 * where a member ends, so the members are cut apart here. A cut is tried wherever another member seems to begin; that it
 * was right is told by the checksum and length at the end of each member. A server has zlib, which needs no tries.
 */
export const inflate: Inflate = async (bytes, maxBytes) => {
  const members: Uint8Array<ArrayBuffer>[] = []
  let start = 0
  let left = maxBytes
  do {
    // oxlint-disable-next-line no-await-in-loop -- where a member begins is known once the one before it is read
    const member = await firstMember(bytes.subarray(start), left)
    if (!member) return undefined
    members.push(member.unpacked)
    left -= member.unpacked.length
    start += member.packedBytes
  } while (start < bytes.length)
  const [only] = members
  return members.length === 1 && only ? only : new Uint8Array(await new Blob(members).arrayBuffer())
}

type Member = { readonly unpacked: Uint8Array<ArrayBuffer>; readonly packedBytes: number }

/** Wrong cuts are made by chance once in 130 MB. What was contrived to hold many is given up after so many times its length. */
const WASTE_MAX = 8

async function firstMember(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Member | undefined> {
  let wasted = 0
  for (let end = memberAfter(bytes, 1); ; end = memberAfter(bytes, end + 1)) {
    // oxlint-disable-next-line no-await-in-loop -- the next cut is tried where this one was wrong
    const read = await readBytes(unpacking(bytes.subarray(0, end)), maxBytes).catch((error: unknown) => ({ error }))
    if (read === undefined) return undefined
    if ('error' in read) {
      wasted += end
      if (end === bytes.length || wasted > WASTE_MAX * bytes.length) throw read.error
    } else if (read.length === lengthIn(bytes, end)) return { unpacked: read, packedBytes: end }
    // Older versions of Node pass over zeros behind a member, and over all that follows those.
    else throw new Error('something else follows a member')
  }
}

const unpacking = (bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))

/** What a member that ends there says of its length, modulo 2^32. */
const lengthIn = ({ buffer, byteOffset }: Uint8Array, end: number): number =>
  new DataView(buffer, byteOffset + end - 4).getUint32(0, true)

/** Where the next header of RFC 1952 may begin, with its two magic bytes, method 8 and reserved flags of 0; else the end. */
function memberAfter(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at !== -1; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 0x08 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0) return at
  return bytes.length
}
