import { foundRanges } from '#src/search/foundRanges.ts'
import { expect, it, onTestFinished } from 'vitest'

/** The texts that are marked in a page. */
function marked(html: string, find: string): readonly string[] {
  const main = document.createElement('main')
  main.innerHTML = html
  document.body.append(main)
  onTestFinished(() => main.remove())
  return foundRanges([main], find).map(String)
}

it('marks every occurrence, whatever its case', () => {
  expect(marked('<p>Probe lost; the PROBE is lost</p>', 'probe')).toEqual(['Probe', 'PROBE'])
})

it('marks a match that goes through several words of highlighted code', () => {
  expect(marked('<pre><span>raise</span> <span>Lin</span><span>AlgError</span>(x)</pre>', 'raise LinAlgError')).toEqual(
    ['raise LinAlgError'],
  )
})

it('does not join what stands in two paragraphs', () => {
  expect(marked('<p>pro</p><p>be</p>', 'probe')).toEqual([])
})

it('takes the text for what it says, not for a pattern', () => {
  expect(marked('<p>a.b(c) axb</p>', 'a.b(')).toEqual(['a.b('])
})

it('leaves out the words of the app: the search itself, the names of fields, the tabs', () => {
  const page = '<search><p>error</p></search><dl><dt>error</dt></dl><div role="tablist">error</div><p>an error</p>'
  expect(marked(page, 'error')).toEqual(['error'])
})

it('stops at a bound where a page holds very many', () => {
  expect(marked(`<p>${'a '.repeat(5000)}</p>`, 'a')).toHaveLength(2000)
})
