import { withPngText } from '#src/graph/export/pngText.ts'
import { crc32, deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = new Uint8Array([...bytesOf(type), ...data])
  const framed = new Uint8Array(body.length + 8)
  const view = new DataView(framed.buffer)
  view.setUint32(0, data.length)
  framed.set(body, 4)
  view.setUint32(body.length + 4, crc32(body))
  return framed
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** One grey pixel. */
const PIXEL = new Uint8Array([
  ...SIGNATURE,
  ...chunk('IHDR', new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  ...chunk('IDAT', deflateSync(new Uint8Array([0, 128]))),
  ...chunk('IEND', new Uint8Array()),
])

type Chunk = { readonly type: string; readonly data: Uint8Array }

/** All chunks, each checked against its sum. */
function chunksOf(png: Uint8Array<ArrayBuffer>): readonly Chunk[] {
  const view = new DataView(png.buffer)
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at)
    const body = png.subarray(at + 4, at + 8 + length)
    expect(view.getUint32(at + 8 + length)).toBe(crc32(body))
    chunks.push({ type: new TextDecoder().decode(body.subarray(0, 4)), data: body.subarray(4) })
    at += 12 + length
  }
  return chunks
}

it('a PNG has its text in a chunk of its own, and all else as before', () => {
  const chunks = chunksOf(withPngText(PIXEL, 'Source', '{"of":"é 漢 🙂"}'))
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND'])
  expect(chunks[1]?.data).toEqual(bytesOf('Source\0\0\0\0\0{"of":"é 漢 🙂"}'))
  expect(chunks.filter(({ type }) => type !== 'iTXt')).toEqual(chunksOf(PIXEL))
})
