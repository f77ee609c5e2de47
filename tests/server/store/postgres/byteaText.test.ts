import { byteaText, bytesOf } from '#server/store/postgres/engine/byteaText.ts'
import { expect, test } from 'vitest'

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)

test('bytes of every value are the same again after they were text', () => {
  expect(byteaText(Uint8Array.of(0, 10, 255))).toBe('\\x000aff')
  expect(bytesOf(byteaText(all))).toEqual(all)
  expect(bytesOf(byteaText(new Uint8Array()))).toEqual(new Uint8Array())
})

test('of bytes within a larger buffer, only those are told and given', () => {
  expect(byteaText(all.subarray(16, 18))).toBe('\\x1011')
  expect(bytesOf('\\x1011').buffer.byteLength).toBe(2)
})

test('what is no bytes is refused', () => {
  expect(() => byteaText('abc')).toThrow(TypeError)
})
