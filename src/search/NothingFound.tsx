import { SEARCH_TEXT_MAX } from '#contract/search.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { searchedPart } from './searchedPart.ts'
import type { KindSearch } from './useSearch.ts'

const PARTS: Readonly<Record<KindSearch['kind'], readonly [one: string, many: string]>> = {
  node: ['node', 'nodes'],
  event: ['event with its payload', 'events with their payloads'],
  file: ['file name', 'file names'],
  message: ['message', 'messages'],
}

/** Says that nothing was found, and what was not searched. */
export function NothingFound({ find, search }: { readonly find: string; readonly search: readonly KindSearch[] }) {
  const searched = search.flatMap(({ kind, state }) => (state.kind === 'found' ? [{ kind, part: state.searched }] : []))
  const cut = searched.flatMap(({ kind, part }) => searchedPart(kind, part) ?? [])
  return (
    <Notice title={`No matches for “${visibleText(find)}” in this run.`}>
      <p>
        Searched {searched.map(({ kind, part }) => plural(part.rows, ...PARTS[kind])).join(', ')}. File contents and
        text after the first {formatCount(SEARCH_TEXT_MAX)} characters are not searched.
      </p>
      {cut.map((told) => (
        <p key={told}>{told}</p>
      ))}
    </Notice>
  )
}
