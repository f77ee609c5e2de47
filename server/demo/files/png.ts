/**
 * A picture of at most 256 colours as PNG (palette, 8 bits, no filter). Deflate blocks are stored, not compressed: the
 * bytes are then the same wherever they are made, which no platform's compressor promises.
 */
type Picture = {
  readonly width: number
  readonly height: number
  /** Red, green and blue, 0 to 255. */
  readonly palette: readonly (readonly [number, number, number])[]
  /** One index into the palette for each pixel, row by row. */
  readonly pixels: Uint8Array
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const STORED_MAX = 0xffff

export function png({ width, height, palette, pixels }: Picture): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array((width + 1) * height)
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', joined([bigEndian(width), bigEndian(height), Uint8Array.of(8, 3, 0, 0, 0)])),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', zlibStored(lines)),
    chunk('IEND', new Uint8Array()),
  ])
}

function zlibStored(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)]
  for (let at = 0; at < data.length; at += STORED_MAX) {
    const block = data.subarray(at, at + STORED_MAX)
    const isLast = at + STORED_MAX >= data.length
    const { length } = block
    parts.push(Uint8Array.of(isLast ? 1 : 0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff), block)
  }
  parts.push(bigEndian(adler32(data)))
  return joined(parts)
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), data])
  return joined([bigEndian(data.length), named, bigEndian(crc32(named))])
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const bigEndian = (value: number): Uint8Array =>
  Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)

function adler32(data: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of data) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(data: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of data) value = (CRC[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
