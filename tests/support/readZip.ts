import { crc32 } from 'node:zlib'

/** Reads an archive of stored files as an unpacking program does: by its central directory. Checks every CRC and length. */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, { readonly content: Buffer; readonly time: string }> {
  const zip = Buffer.from(bytes)
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  if (end < 0) throw new Error('no end of a central directory')
  const entries = new Map<string, { readonly content: Buffer; readonly time: string }>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.toString('latin1', at, at + 4) !== 'PK\u0001\u0002') throw new Error('no entry of a central directory')
    const [size, nameSize] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameSize)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(start, start + size)
    if (crc32(content) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} is damaged`)
    if (entries.has(name)) throw new Error(`${name} is there twice`)
    entries.set(name, { content, time: dosTime(zip.readUInt16LE(at + 14), zip.readUInt16LE(at + 12)) })
    at += 46 + nameSize + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

function dosTime(date: number, time: number): string {
  const day = [1980 + (date >> 9), (date >> 5) & 15, date & 31]
  const clock = [time >> 11, (time >> 5) & 63, (time & 31) * 2]
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.map(two).join('-')} ${clock.map(two).join(':')}`
}
