import { gridMove } from '#src/timeline/gridKeys.ts'
import { layoutTimeline } from '#src/timeline/layoutTimeline.ts'
import { factsOf, rowWords } from '#src/timeline/rowWords.ts'
import { initialFold, levelOf, timelineRows, toggleRow, type TimelineRow } from '#src/timeline/timelineRows.ts'
import { describe, expect, it } from 'vitest'
import { event, node } from './rows.ts'

const { lanes } = layoutTimeline(
  [node('a', { from: 0, to: 4 }), node('b', { from: 5, to: 9 })],
  [],
  [
    event('lone', { from: 0 }),
    event('call', { from: 1, to: 4 }, { node_id: 'a' }),
    event('code', { from: 2, to: 3 }, { node_id: 'a', parent_event_id: 'call' }),
  ],
)
const open = initialFold(3)
const rowAt = (rows: readonly TimelineRow[], key: string): TimelineRow => {
  const row = rows.find((each) => each.key === key)
  if (!row) throw new Error(`no row ${key}`)
  return row
}
const drawn = (rows: readonly TimelineRow[]) => rows.map((row) => '  '.repeat(levelOf(row) - 1) + row.key)

describe('the rows of the timeline', () => {
  it('are the lanes with their events below them', () => {
    expect(drawn(timelineRows(lanes, open))).toEqual([
      'run',
      '  event lone',
      'node a',
      '  event call',
      '    event code',
      'node b',
    ])
  })

  it('begin folded where there are more than 200 events', () => {
    expect(drawn(timelineRows(lanes, initialFold(200)))).toHaveLength(6)
    expect(drawn(timelineRows(lanes, initialFold(201)))).toEqual(['run', 'node a', 'node b'])
  })

  it('fold and unfold one lane at a time', () => {
    const folded = toggleRow(open, rowAt(timelineRows(lanes, open), 'node a'))
    expect(drawn(timelineRows(lanes, folded))).toEqual(['run', '  event lone', 'node a', 'node b'])
    const again = toggleRow(folded, rowAt(timelineRows(lanes, folded), 'node a'))
    expect(timelineRows(lanes, again)).toEqual(timelineRows(lanes, open))
  })

  it('unfold the text of an event that has no node to open', () => {
    const opened = toggleRow(open, rowAt(timelineRows(lanes, open), 'event lone'))
    expect(drawn(timelineRows(lanes, opened)).slice(0, 3)).toEqual(['run', '  event lone', '    detail lone'])
  })

  it('leave all as it is where a row has nothing to fold', () => {
    const rows = timelineRows(lanes, open)
    expect(toggleRow(open, rowAt(rows, 'node b'))).toBe(open)
    expect(toggleRow(open, rowAt(rows, 'event call'))).toBe(open)
  })
})

describe('the keys', () => {
  const rows = timelineRows(lanes, open)
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 5, 5],
    ['End', 1, 5],
    ['Home', 4, 0],
    ['PageDown', 1, 5],
  ])('%s in row %d goes to row %d', (key, from, index) => {
    expect(gridMove(key, rows, from)).toEqual({ kind: 'focus', index })
  })

  it('left goes from an event to its parent, from there to its lane, and folds that', () => {
    expect(gridMove('ArrowLeft', rows, 4)).toEqual({ kind: 'focus', index: 3 })
    expect(gridMove('ArrowLeft', rows, 3)).toEqual({ kind: 'focus', index: 2 })
    expect(gridMove('ArrowLeft', rows, 2)).toEqual({ kind: 'toggle', row: rows[2] })
  })

  it('right unfolds what is folded and nothing else', () => {
    expect(gridMove('ArrowRight', rows, 1)).toEqual({ kind: 'toggle', row: rows[1] })
    expect(gridMove('ArrowRight', rows, 2)).toBeUndefined()
  })

  it('Enter opens the row, and other keys are left to the browser', () => {
    expect(gridMove('Enter', rows, 3)).toEqual({ kind: 'open', row: rows[3] })
    expect(gridMove('a', rows, 3)).toBeUndefined()
  })
})

describe('the words of a row', () => {
  const wordsOf = (...[bounds, over]: [Parameters<typeof node>[1], Parameters<typeof node>[2]]) => {
    const [row] = timelineRows(layoutTimeline([node('a', bounds, over)], [], []).lanes, open)
    if (!row) throw new Error('a node has a row')
    return rowWords(row)
  }

  it('tell the times, the duration, the tokens and the errors', () => {
    const words = wordsOf(
      { from: 0, to: 64 },
      { error_count: 1, input_tokens: 1200, output_tokens: 40, agent: 'engineer' },
    )
    expect(factsOf(words)).toMatch(
      /^completed · engineer · \d\d:00:00\.000 to \d\d:01:04\.000 · 1m 04s · 1,200 tokens in, 40 out · 1 error$/,
    )
  })
  it('say that no times were recorded', () => {
    expect(wordsOf({}, {})).toMatchObject({ times: 'no times recorded', duration: undefined, tokens: undefined })
  })
  it('claim no duration where the end lies before the start, even if one was recorded', () => {
    const words = wordsOf({ from: 9, to: 2 }, { duration_ms: 7000 })
    expect(words.duration).toBeUndefined()
    expect(words.times).toMatch(/^end before start/)
  })
  it('call an event failed that failed, whatever its status says', () => {
    const failed = event('boom', { from: 0 }, { is_error: true, status: 'completed' })
    const [, row] = timelineRows(layoutTimeline([], [], [failed]).lanes, open)
    expect(row && rowWords(row)).toMatchObject({ status: 'failed', tone: 'failed' })
  })
})
