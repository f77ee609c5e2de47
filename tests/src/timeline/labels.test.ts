import { readFileSync } from 'node:fs'
import { clipWords, directionOf } from '#src/timeline/chart/clipWords.ts'
import type { ChartColours } from '#src/timeline/chart/chartColours.ts'
import type { Mark } from '#src/timeline/chart/layoutTimeline.ts'
import { labelColour, labelRoom } from '#src/timeline/chart/paintLabels.ts'
import { placeTip } from '#src/timeline/chart/placeTip.ts'
import { TONES } from '#src/timeline/model/tones.ts'
import { contrast } from '#tests/support/app/colourVision.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const fitting = (letters: number) => (part: string) => part.length <= letters

describe('the words of a label', () => {
  it('are all of them if they fit, else the first whole ones with an ellipsis', () => {
    expect(clipWords('Measure cobalt levels', fitting(30))).toBe('Measure cobalt levels')
    expect(clipWords('Measure cobalt levels', fitting(16))).toBe('Measure cobalt…')
    expect(clipWords('Measure cobalt levels', fitting(5))).toBeUndefined()
    expect(clipWords('   ', fitting(5))).toBeUndefined()
  })

  it('keep combining marks with their letters, in any script', () => {
    expect(clipWords('e\u0301te\u0301 passe\u0301', fitting(6))).toBe('e\u0301te\u0301…')
    const joined = 'बिल्ली दौड़ती है'
    expect(clipWords(joined, fitting(8))).toBe('बिल्ली…')
  })

  it('always begin the text, end between its words, and fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(40), (text, room) => {
        const words = clipWords(text, fitting(room))
        if (words === undefined || words === text.trim()) return
        const begin = words.slice(0, -1)
        expect(words.length).toBeLessThanOrEqual(room)
        expect(text.trim().startsWith(begin)).toBe(true)
        const ends = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text.trim())]
        expect(ends.map(({ segment, index }) => index + segment.length)).toContain(begin.length)
      }),
    )
  })

  it('run in the direction of their first letter', () => {
    expect(['12 Plan', 'תכנון work', '«العمل»', '42'].map(directionOf)).toEqual(['ltr', 'rtl', 'rtl', 'ltr'])
  })
})

const mark = (over: Partial<Mark> = {}): Mark => ({
  lane: 0,
  row: -1,
  count: 1,
  x: 100,
  y: 4,
  width: 200,
  height: 16,
  tone: TONES.indexOf('completed'),
  shape: 'span',
  isMisplaced: false,
  ...over,
})

describe('the room of a label', () => {
  it('lies within the bar and within the canvas', () => {
    expect(labelRoom(mark(), [], 1000)).toEqual({ from: 104, to: 295 })
    expect(labelRoom(mark({ x: -20 }), [], 100)).toEqual({ from: 4, to: 96 })
    expect(labelRoom(mark({ width: 14 }), [], 1000)).toBeUndefined()
  })

  it('begins after the sign of the tone and ends before the dashes of a running bar', () => {
    expect(labelRoom(mark({ tone: TONES.indexOf('failed') }), [], 1000)?.from).toBe(116)
    expect(labelRoom(mark({ shape: 'open' }), [], 1000)?.to).toBe(271)
  })

  it('is the widest part beside the errors that are painted over the bar, and is none for several events', () => {
    expect(labelRoom(mark(), [mark({ row: 3, x: 250, width: 8, y: 6, height: 12 })], 1000)).toEqual({
      from: 104,
      to: 246,
    })
    expect(labelRoom(mark(), [mark({ row: 3, x: 110, width: 8, y: 6, height: 12 })], 1000)).toEqual({
      from: 122,
      to: 295,
    })
    expect(labelRoom(mark(), [mark({ row: 3, x: 180, width: 8, y: 40, height: 12 })], 1000)?.to).toBe(295)
    expect(labelRoom(mark({ count: 3 }), [], 1000)).toBeUndefined()
  })
})

describe.each(['light', 'dark'])('a label in the %s theme', (scheme) => {
  const css = readFileSync('src/theme/tokens.css', 'utf8')
  const block = new RegExp(`scheme='${scheme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  const token = (name: string) => new RegExp(`--rl-${name}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? ''
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other colours are not read
  const colours = { surface: token('surface'), text: token('text') } as ChartColours

  it('has a contrast of at least 4.5:1 to its bar', () => {
    for (const [tone, name] of TONES.entries()) {
      const isHollow = name === 'pending' || name === 'approval'
      const ground = isHollow ? token('surface') : token(name)
      expect(contrast(labelColour({ tone, shape: 'span' }, colours), ground)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(labelColour({ tone, shape: 'open' }, colours), token(name))).toBeGreaterThanOrEqual(4.5)
    }
  })
})

describe('a tooltip', () => {
  const view = { width: 800, height: 600 }
  const tip = { width: 300, height: 150 }

  it('stands below its bar, or above it where there is no room', () => {
    expect(placeTip(100, { top: 50, height: 16 }, tip, view)).toEqual({ left: 108, top: 74 })
    expect(placeTip(790, { top: 500, height: 16 }, tip, view)).toEqual({ left: 492, top: 342 })
  })

  it('never covers its bar', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(584), (x, y) => {
        const { top } = placeTip(x, { top: y, height: 16 }, tip, view)
        expect(top >= y + 16 || top + tip.height <= y).toBe(true)
      }),
    )
  })
})
