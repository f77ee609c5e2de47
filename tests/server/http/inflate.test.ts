import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { gunzip } from '#server/gunzip.ts'
import { inflate, type Inflate } from '#server/http/receiveBody.ts'

const ways: readonly (readonly [string, Inflate])[] = [
  ['by web standards', inflate],
  ['by zlib', gunzip],
]
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const noise = (bytes: number) => Uint8Array.from({ length: bytes }, (_, i) => (i * 2_654_435_761) >>> 13)

describe.each(ways)('unpacking %s', (_, unpack) => {
  const texts = async (bytes: Uint8Array<ArrayBuffer>) => new TextDecoder().decode(await unpack(bytes, 1_000_000))

  test('reads one member, and several as one text', async () => {
    const members = ['alpha ', '', 'beta ', 'gamma'].map((text) => gzipSync(text))
    expect(await texts(joined(gzipSync('alone')))).toBe('alone')
    expect(await texts(joined(...members))).toBe('alpha beta gamma')
    expect(await texts(joined(...Array.from({ length: 300 }, () => gzipSync('x'))))).toBe('x'.repeat(300))
  })

  test('is not misled by packed data that holds members itself, put in as they are', async () => {
    const inner = joined(gzipSync('inner'), gzipSync('more'), noise(5000), gzipSync('last'))
    const bytes = joined(gzipSync(inner, { level: 0 }), gzipSync(inner), gzipSync('end'))
    expect(await unpack(bytes, 1_000_000)).toEqual(joined(inner, inner, Buffer.from('end')))
  })

  test('counts all members against the limit', async () => {
    const bytes = joined(gzipSync(noise(60_000)), gzipSync(noise(40_000)))
    expect((await unpack(bytes, 100_000))?.length).toBe(100_000)
    expect(await unpack(bytes, 99_999)).toBeUndefined()
  })

  const whole = joined(gzipSync('alpha'), gzipSync('beta'))
  test.each([
    ['nothing', new Uint8Array(0)],
    ['no gzip', new TextEncoder().encode('{"resourceSpans":[]}')],
    ['a member that is cut off', whole.slice(0, -1)],
    ['the first byte of another member', joined(whole, Uint8Array.of(0x1f))],
    ['the header of another member', joined(whole, gzipSync('x').subarray(0, 10))],
    ['text behind the last member', joined(whole, Buffer.from('junk'))],
    ['zeros behind the last member', joined(whole, new Uint8Array(9))],
    ['a zero and another member', joined(whole, new Uint8Array(1), whole)],
    [
      'a wrong checksum in the first member',
      whole.map((byte, at) => (at === gzipSync('alpha').length - 6 ? byte ^ 1 : byte)),
    ],
  ])('refuses %s', async (_what, bytes) => {
    await expect(unpack(bytes, 1_000_000)).rejects.toBeInstanceOf(Error)
  })

  test('unpacks no more of a bomb than the limit, whichever member it is in', async () => {
    const member = gzipSync(Buffer.alloc(8 * 1024 * 1024))
    const before = process.memoryUsage().rss
    expect(await unpack(joined(...Array.from({ length: 60 }, () => member)), 32 * 1024 * 1024)).toBeUndefined()
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })
})

test('a body contrived to seem full of members is given up soon', async () => {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
  const body = joined(gzipSync(Buffer.concat(Array.from({ length: 50_000 }, () => header)), { level: 0 }))
  await expect(inflate(body.slice(0, -1), 64 * 1024 * 1024)).rejects.toBeInstanceOf(Error)
})
