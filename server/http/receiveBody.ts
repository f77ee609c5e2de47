import { heldStream } from './heldStream.ts'
import type { Place } from './AdmissionLimiter.ts'
import { type Patience, PATIENCE, readBytes, SlowBodyError } from './readBytes.ts'

export type BodyLimits = {
  /** Maximum bytes as received, before unpacking. */
  readonly wireBytes: number
  readonly inflatedBytes: number
  readonly patience?: Patience
}

export type Received<Why extends string> = Uint8Array<ArrayBuffer> | Why

/** The body as sent, or why there is none to process: `busy` if too many bytes of other bodies are held already. */
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
 * The unpacked length that a body declares. A gzip declares it at its end, for its last member only. This is an
 * estimate used to reserve room; see `unpackBody`.
 */
export function unpackedLength(bytes: Uint8Array, coding: 'identity' | 'gzip', { inflatedBytes }: BodyLimits): number {
  if (coding === 'identity' || bytes.length < 4) return bytes.length
  const told = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true)
  return Math.min(inflatedBytes, Math.max(told, bytes.length))
}

/** Unpacks a received body, or says why it cannot be unpacked. `expected`: see `unpackedLength`. */
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
 * Inflates gzip bytes of one or more members; undefined if the result exceeds `maxBytes`, in which case not much more
 * than that is ever unpacked. Rejects if the bytes are damaged, truncated, or followed by anything that is not gzip.
 */
export type Inflate = (bytes: Uint8Array<ArrayBuffer>, maxBytes: number) => Promise<Uint8Array<ArrayBuffer> | undefined>

/**
 * `Inflate` with web standards only. A `DecompressionStream` accepts one member, rejects what follows it and does not
 * say where a member ends, so members are split here. A split is tried wherever another member may begin; the checksum
 * and length at the end of each member confirm it. A server has zlib, which needs no guessing.
 */
export const inflate: Inflate = async (bytes, maxBytes) => {
  const members: Uint8Array<ArrayBuffer>[] = []
  let start = 0
  let left = maxBytes
  do {
    // oxlint-disable-next-line no-await-in-loop -- the start of a member is known only after the previous one was read
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

/**
 * By chance, a wrong split occurs once in 130 MB. Input crafted to contain many is given up after this many times its
 * length.
 */
const WASTE_MAX = 8

async function firstMember(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Member | undefined> {
  let wasted = 0
  for (let end = memberAfter(bytes, 1); ; end = memberAfter(bytes, end + 1)) {
    // oxlint-disable-next-line no-await-in-loop -- the next split is tried only if this one was wrong
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

/** The length modulo 2^32 that a member ending there declares. */
const lengthIn = ({ buffer, byteOffset }: Uint8Array, end: number): number =>
  new DataView(buffer, byteOffset + end - 4).getUint32(0, true)

/**
 * Where the next member may begin: an RFC 1952 header with its two magic bytes, method 8 and reserved flags of 0;
 * otherwise the end.
 */
function memberAfter(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at !== -1; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 0x08 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0) return at
  return bytes.length
}
