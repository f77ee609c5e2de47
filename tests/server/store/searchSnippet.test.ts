import { SEARCH_TEXT_MAX, SNIPPET_CONTEXT } from '#contract/search.ts'
import { searchedPart, searchForms, sharedPart, snippetAt } from '#server/store/read/searchSnippet.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

/** What JSON escapes, what it could, and what it never does. */
const unit = fc.constantFrom('a', 'n', '"', '\\', '\n', '\u001b', '/', '\u007f', '\u2028', 'é', '😀')

test.each([
  ['plain text', ['plain text'], 'plain text'],
  ['Größe 😀', ['Größe 😀'], 'Größe 😀'],
  ['say "hello there"', ['say "hello there"', String.raw`say \"hello there\"`], 'hello there'],
  [String.raw`C:\Temp\x`, [String.raw`C:\Temp\x`, String.raw`C:\\Temp\\x`], 'Temp'],
  ['a\n\u001b[0m', ['a\n\u001b[0m', String.raw`a\n\u001b[0m`], '[0m'],
  ['"', ['"', String.raw`\"`], ''],
])('%j is looked for as %j, which share %j', (q, forms, shared) => {
  expect(searchForms(q)).toEqual(forms)
  expect(sharedPart(q)).toBe(shared)
})

test('every form contains what they share, so that a row without it has none of them', () => {
  fc.assert(
    fc.property(fc.string({ unit }), (q) => {
      for (const form of searchForms(q)) expect(form).toContain(sharedPart(q))
    }),
  )
})

test('a payload holds the escaped form wherever its text holds what is looked for', () => {
  const part = fc.string({ unit, maxLength: 5 })
  fc.assert(
    fc.property(part, part, part, (before, q, after) => {
      const json = JSON.stringify({ text: before + q + after })
      expect(searchForms(q).some((form) => json.includes(form))).toBe(true)
    }),
  )
})

test('what is searched of a long text ends between characters, and a short one is searched whole', () => {
  expect(searchedPart('😀'.repeat(SEARCH_TEXT_MAX + 1))).toBe('😀'.repeat(SEARCH_TEXT_MAX))
  expect(searchedPart(`a${'😀'.repeat(SEARCH_TEXT_MAX - 1)}`)).toHaveLength(2 * SEARCH_TEXT_MAX - 1)
})

test('a snippet is bounded, on one line and well-formed, wherever the match is', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '😀', ' ', '\n', 'é'), maxLength: 200 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const snippet = snippetAt(`${before}match${after}`, before.length, 'match'.length)
      expect(snippet.match).toBe('match')
      for (const side of [snippet.before, snippet.after]) {
        expect(side.length).toBeLessThanOrEqual(SNIPPET_CONTEXT)
        expect(side.isWellFormed()).toBe(true)
        expect(side).not.toMatch(/\s\s|\n/)
      }
      expect(before.replace(/\s+/g, ' ').endsWith(snippet.before)).toBe(true)
      expect(after.replace(/\s+/g, ' ').startsWith(snippet.after)).toBe(true)
    }),
  )
})
