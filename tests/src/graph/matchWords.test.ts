import { NodeId } from '#contract/ids.ts'
import { matchWords } from '#src/graph/faces/matchWords.ts'
import { bothOf } from '#src/graph/FoundContext.ts'
import { node } from '#tests/support/app/rows.ts'
import { expect, it } from 'vitest'

const ids = (...all: string[]) => new Set(all.map((id) => NodeId.parse(id)))

it('a folded card says how many of its nodes match, anew for each filter', () => {
  const nodes = [node('a'), node('b'), node('c')]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the nodes are read
  const fold = { nodes } as unknown as Parameters<typeof matchWords>[0]
  expect(matchWords(fold, ids('a', 'c', 'elsewhere'))).toBe('2 of 3 match')
  expect(matchWords(fold, ids())).toBe('0 of 3 match')
})

it('under a search and a filter, nodes stand out that match both', () => {
  expect(bothOf(undefined, undefined)).toBeUndefined()
  expect(bothOf(ids('a'), undefined)).toEqual(ids('a'))
  expect(bothOf(ids('a', 'b'), ids('b', 'c'))).toEqual(ids('b'))
})
