import { groupTags } from '#src/graph/groups/groupTags.ts'
import { drawRun, type SomeRun } from '#tests/support/drawRun.ts'
import { expect, it } from 'vitest'

/** A group of seven steps in a row, the fourth of which failed. */
const run: SomeRun = {
  labels: ['plan', 'look', 'search', 'read', 'compare', 'ask', 'check', 'sum up', 'book'],
  edges: Array.from({ length: 8 }, (_, at) => [at, at + 1] as const),
  statuses: Array.from({ length: 9 }, (_, at) => (at === 4 ? 'failed' : 'completed')),
  parents: Object.fromEntries([2, 3, 4, 5, 6, 7].map((step) => [step, 1])),
}

it('a folded group that a failure parts into two cards is unfolded at one place, by whoever leads it', () => {
  const { picture, layout } = drawRun(run, { fold: 'all' })
  expect(picture.cards.filter(({ kind }) => kind === 'fold')).toHaveLength(2)
  const presses = groupTags(picture, layout, (id) => id).filter(({ press }) => press?.does === 'unfold')
  expect(presses.map(({ leader, name }) => [leader, name])).toEqual([['n1', 'n1']])
})
