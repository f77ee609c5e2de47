import { NodeReuse } from '#contract/integrity.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { reuseInWords, reuseRows } from '#src/records/reuse/reuseWords.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const reuse = (alone: Partial<NodeReuse['by_id_alone']>, here: Partial<NodeReuse['in_this_run']>) =>
  z.parse(NodeReuse, {
    run_id: BLUE,
    node_id: 'step_1',
    by_id_alone: { runs: 35, events: 0, files: 0, messages: 0, ...alone },
    in_this_run: { events: 0, files: 0, messages: 0, ...here },
  })

it.each([
  [{ events: 454 }, { events: 14 }, '454 events from 35 runs. Here: 14, all from this run.'],
  [{ events: 454 }, { events: 1 }, '454 events from 35 runs. Here: 1, from this run.'],
  [
    { events: 454, files: 31, messages: 1 },
    { events: 14, files: 2 },
    '454 events, 31 files and 1 message from 35 runs. Here: 14 events and 2 files, all from this run.',
  ],
  [{ events: 454 }, {}, '454 events from 35 runs. Here: none.'],
  [{ runs: 2 }, {}, 'no rows from 2 runs. Here: none.'],
])('compares the rows of the old query with the rows of this run', (alone, here, says) =>
  expect(reuseInWords(reuse(alone, here))).toBe(says),
)

it('names the number of runs that are not counted yet', () =>
  expect(reuseInWords({ ...reuse({ events: 454 }, { events: 14 }), runs_pending: 1200 })).toBe(
    '454 events from 35 runs. Here: 14, all from this run. Not counted: 1,200 runs still to be checked.',
  ))

it('counts the rows from other runs per kind', () => {
  expect(reuseRows(reuse({ events: 454, files: 3 }, { events: 14, files: 3 }))).toEqual([
    { what: 'events', alone: 454, here: 14, foreign: 440 },
    { what: 'files', alone: 3, here: 3, foreign: 0 },
    { what: 'messages', alone: 0, here: 0, foreign: 0 },
  ])
})
