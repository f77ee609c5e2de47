import { gridMove } from '#src/timeline/table/gridKeys.ts'
import { tableRows } from '#src/timeline/table/tableRows.ts'
import { eventWords, factsOf, laneWords } from '#src/timeline/words.ts'
import { describe, expect, it } from 'vitest'
import { error, event, node, tableOf, timelineOf } from '#tests/support/app/rows.ts'

const inA = { node_id: 'a' }
const timeline = timelineOf({
  nodes: [node('a', { from: 0, to: 9 }), node('b', { from: 5, to: 9 })],
  events: [
    event('lone', { from: 0 }),
    event('second', { from: 6, to: 8 }, inA),
    event('call', { from: 1, to: 4 }, inA),
    event('code', { from: 2, to: 3 }, { ...inA, parent_event_id: 'call' }),
    event('timeless', {}, inA),
  ],
})
const UNFOLDED = { folded: false, exceptions: new Set<string>() }
const { lanes, depth } = timeline
const rowsIn = (order: 'recorded' | 'time') => tableRows(timeline, lanes, UNFOLDED, order)
const drawn = (order: 'recorded' | 'time') =>
  [...rowsIn(order).event].map((row, index) =>
    row < 0
      ? rowsIn(order).keys[index]?.trim()
      : `${'  '.repeat((depth[row] ?? 0) + 1)}${timeline.table.event_id[row]}`,
  )

describe('the rows of the table', () => {
  it('are the lanes with their events nested below them, in recorded order', () => {
    expect(drawn('recorded')).toEqual(['run', '  lone', 'a', '  second', '  call', '    code', '  timeless', 'b'])
  })
  it('can be sorted by time, those without times last', () => {
    expect(drawn('time')).toEqual(['run', '  lone', 'a', '  call', '    code', '  second', '  timeless', 'b'])
  })
  it('are only the lanes if all are folded', () => {
    expect([...tableRows(timeline, lanes, { folded: true, exceptions: new Set() }, 'time').event]).toEqual([-1, -1, -1])
  })
})

describe('the keys of the table', () => {
  const rows = rowsIn('recorded')
  const move = (key: string, from: number, fold: 'leaf' | 'folded' | 'open' = 'leaf') =>
    gridMove(key, rows, from, fold, timeline.table.parent)
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowUp', 0, 0],
    ['End', 1, 7],
    ['Home', 4, 0],
    ['PageDown', 1, 7],
  ])('%s in row %d goes to row %d', (key, from, index) => {
    expect(move(key, from)).toEqual({ kind: 'focus', index })
  })
  it('left goes from an event to its parent, from there to its lane, and folds that', () => {
    expect(move('ArrowLeft', 5)).toEqual({ kind: 'focus', index: 4 })
    expect(move('ArrowLeft', 4)).toEqual({ kind: 'focus', index: 2 })
    expect(move('ArrowLeft', 1)).toEqual({ kind: 'focus', index: 0 })
    expect(move('ArrowLeft', 2, 'open')).toEqual({ kind: 'toggle' })
  })
  it('right unfolds what is folded and nothing else; Enter opens; others are left to the browser', () => {
    expect(move('ArrowRight', 2, 'folded')).toEqual({ kind: 'toggle' })
    expect(move('ArrowRight', 2, 'open')).toBeUndefined()
    expect(move('Enter', 3)).toEqual({ kind: 'open' })
    expect(move('a', 3)).toBeUndefined()
  })
})

describe('the words of a bar', () => {
  const wordsOf = (...[bounds, over]: [Parameters<typeof node>[1], Parameters<typeof node>[2]]) => {
    const [lane] = timelineOf({ nodes: [node('a', bounds, over)] }).lanes
    if (!lane) throw new Error('a node has a lane')
    return laneWords(lane)
  }
  it('tell the times, the duration, the tokens and the errors', () => {
    const more = { error_count: 1, input_tokens: 1200, output_tokens: 40, agent: 'engineer' }
    expect(factsOf(wordsOf({ from: 0, to: 64 }, more), 'later')).toMatch(
      /^completed · engineer · \d\d:00:00\.000 to \d\d:01:04\.000 · 1m 04s · 1,200 tokens in, 40 out · 1 error · Out of time order/,
    )
  })
  it('say that no times were recorded', () => {
    expect(wordsOf({}, {})).toMatchObject({ times: 'no times recorded', duration: undefined, tokens: undefined })
  })
  it('claim no duration if the end is before the start, even if one was recorded', () => {
    const words = wordsOf({ from: 9, to: 2 }, { duration_ms: 7000 })
    expect(words.duration).toBeUndefined()
    expect(words.times).toMatch(/recorded end is earlier/)
  })
  it('call a failed event failed, whatever its status', () => {
    expect(eventWords(tableOf(error('boom', 0, { status: 'completed' })), 0)).toMatchObject({
      status: 'failed',
      tone: 'failed',
    })
  })
})
