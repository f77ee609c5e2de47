import { searchedPart } from '#src/search/searchedPart.ts'
import { shownSnippet } from '#src/search/shownSnippet.ts'
import { expect, it } from 'vitest'

it('a snippet stands on one line, and the match early in it', () => {
  const { before, match, after } = shownSnippet({ before: `${'x'.repeat(50)}\n  at `, match: 'Lost', after: '\tprobe' })
  expect(before).toBe(`…${'x'.repeat(28)} at `)
  expect(match + after).toBe('Lost probe')
})

it('nothing in a snippet acts on the screen unseen', () => {
  const { before, match } = shownSnippet({ before: '\u202Eexe', match: 'a\u0000b', after: '' })
  expect(before).toBe('‹U+202E›exe')
  expect(match).toBe('a␀b')
})

it('half of a surrogate pair, where a snippet is cut, is not drawn', () => {
  const { before } = shownSnippet({ before: `${'🙂'.repeat(16)}x`, match: 'm', after: '' })
  expect(before.isWellFormed()).toBe(true)
})

it('tells when only a part of the rows was searched', () => {
  expect(searchedPart('event', { rows: 250_000, of: 1_204_000 })).toBe(
    'Only the first 250,000 of 1,204,000 events were searched.',
  )
  expect(searchedPart('event', { rows: 454, of: 454 })).toBeUndefined()
})
