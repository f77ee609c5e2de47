import { barLabels, fitting } from '#src/timeline/chart/barLabels.ts'
import { layoutTimeline } from '#src/timeline/chart/layoutTimeline.ts'
import { placeLanes } from '#src/timeline/chart/placeLanes.ts'
import { timeScale } from '#src/timeline/model/timeScale.ts'
import { event, node, timelineOf, us } from '#tests/support/app/rows.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Ten pixels a character. */
const measure = (text: string) => text.length * 10
const WIDTH = 1000

function labels(events: readonly ReturnType<typeof event>[], isFolded = false) {
  const timeline = timelineOf({ nodes: [node('a', { from: 0, to: 100 })], events })
  const placed = placeLanes(timeline.lanes, { folded: isFolded, exceptions: new Set() })
  const model = { timeline, placed, gaps: [], path: undefined, selected: undefined, selectedRow: undefined }
  const scale = timeScale({ from: us(0), to: us(100) }, WIDTH, [])
  const marks = layoutTimeline(timeline, placed, { scale, top: 0, height: 600 })
  return barLabels(model, marks, WIDTH, measure)
}
const called = (id: string, from: number, to: number, headline: string, more = {}) =>
  event(id, { from, to }, { node_id: 'a', event_type: headline, ...more })
const texts = (...given: Parameters<typeof labels>) => labels(...given).map(({ text, on }) => [text, on])

describe('labels of bars', () => {
  it('stand on the bar where they fit, and beside it where there is room', () => {
    expect(texts([called('e', 0, 30, 'ran Python'), called('f', 40, 41, 'asked a model')])).toEqual([
      ['1m 40s', 'bar'],
      ['ran Python', 'bar'],
      ['asked a model', 'ground'],
    ])
  })

  it('are cut between words where neither has room, and left out where a word has none', () => {
    expect(
      texts([
        called('e', 0, 15, 'ran a long program in Python'),
        called('f', 15, 16, 'x'),
        called('g', 16.5, 17, 'y'),
        called('h', 17.5, 18, 'z'),
      ]).slice(1),
    ).toEqual([
      ['ran a long …', 'bar'],
      ['z', 'ground'],
    ])
  })

  it('leave out errors that lie on the bar of a folded lane', () => {
    expect(texts([called('e', 30, 90, 'failed', { error_message: 'no' })], true)).toEqual([['1m 40s', 'bar']])
  })

  it('never reach into the next bar of their line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(100), fc.nat(40), fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,3}$/)), {
          maxLength: 20,
        }),
        (bars) => {
          const drawn = labels(bars.map(([from, long, headline], i) => called(`e${i}`, from, from + long, headline)))
          const lines = groupBy(drawn, ({ y }) => y)
          for (const line of lines.values()) {
            const sorted = line.toSorted((a, b) => a.x - b.x)
            for (const [at, { x, text }] of sorted.entries())
              expect(x + measure(text)).toBeLessThanOrEqual(sorted[at + 1]?.x ?? WIDTH)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keep as many words as fit', () => {
    expect(fitting('one two three', 200, measure)).toBe('one two three')
    expect(fitting('one two three', 100, measure)).toBe('one two …')
    expect(fitting('one two three', 60, measure)).toBeUndefined()
    expect(fitting('one', 0, measure)).toBeUndefined()
  })
})
