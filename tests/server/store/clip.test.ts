import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import { clip } from '#server/store/prepare/payload.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = z.parse(z.custom<() => void>(), runInNewContext('gc'))

const MIB = 1024 * 1024

describe('clip', () => {
  it('keeps no large text in memory by the beginning that it cut off', () => {
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    const clipped = Array.from({ length: 50 }, (_, at) => clip(`${at}${'x'.repeat(2 * MIB)}`.trimEnd(), 1000))
    collectGarbage()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * MIB)
    expect(clipped.every((text) => text.length === 1000)).toBe(true)
  })

  it('keeps what is no valid Unicode as it was, and never adds half of a pair', () => {
    const text = `\ud800é${'😀'.repeat(100_000)}`
    expect(clip(text, 5)).toBe('\ud800é😀')
    expect(clip(text, 6)).toBe('\ud800é😀😀')
  })
})
