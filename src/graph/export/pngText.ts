/**
 * Adds a text to a PNG, as an `iTXt` chunk right after the header. Source: PNG specification, third edition, 11.3.3.4.
 *
 * @param keyword Latin-1 letters, at most 79
 */
export function withPngText(png: Uint8Array<ArrayBuffer>, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  // Keyword, terminator, uncompressed, no language, no translated keyword, text.
  const data = [...encoder.encode(keyword), 0, 0, 0, 0, 0]
  const body = new Uint8Array([...encoder.encode('iTXt'), ...data, ...encoder.encode(text)])
  const chunk = new Uint8Array(body.length + 8)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, body.length - 4)
  chunk.set(body, 4)
  view.setUint32(body.length + 4, crc32(body))
  const result = new Uint8Array(png.length + chunk.length)
  result.set(png.subarray(0, HEADER))
  result.set(chunk, HEADER)
  result.set(png.subarray(HEADER), HEADER + chunk.length)
  return result
}

/** Length in bytes of the signature and the `IHDR` chunk. */
const HEADER = 33

/** CRC-32 as PNG defines it: polynomial 0xedb88320, annex D of the specification. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
