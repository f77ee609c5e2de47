import { expect, test } from 'vitest'
import { visibleJson, visibleText } from '#server/cli/visibleText.ts'

/** Whatever a terminal obeys: all of C0 but tab and line feed, DEL, all of C1, and what turns the direction of text. */
const ACTING = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 9 && code !== 10),
  ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index),
  0x61c,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202e,
  0x2066,
  0x2069,
].map((code) => String.fromCharCode(code))

test('nothing that a terminal obeys is left in a text, and all else is', () => {
  for (const char of ACTING) {
    const shown = visibleText(`a${char}b\tc\nd`)
    expect(shown).not.toContain(char)
    expect(shown).toMatch(/^a.+b\tc\nd$/u)
  }
  expect(visibleText('\u001b]0;owned\u0007\u009b2J')).toBe('␛]0;owned␇‹U+009B›2J')
  expect(visibleText('naïve 😀 \u{1F468}\u200D\u{1F469}')).toBe('naïve 😀 \u{1F468}\u200D\u{1F469}')
})

test('JSON keeps its value, to the character', () => {
  const value = { [`key${ACTING.join('')}`]: ['😀', ...ACTING] }
  const text = visibleJson(value)
  expect(JSON.parse(text)).toEqual(value)
  for (const char of ACTING) expect(text).not.toContain(char)
})
