import { unfiltered, type EventFilter } from '#src/lib/eventFilter.ts'
import { eventFacets } from '#src/records/events/eventFilter.ts'
import { ancestorsOf, errorRows, nextError } from '#src/records/events/eventErrors.ts'
import { countInWords, restInWords } from '#src/records/events/loadedInWords.ts'
import { visibleEvents } from '#src/records/events/visibleEvents.ts'
import { eventTable } from '#src/records/eventTable/eventTable.ts'
import { describe, expect, it } from 'vitest'
import { columns } from '#tests/support/app/columns.ts'

const table = eventTable([
  columns(
    { event_id: 'a', agent_name: 'ada', node_id: 'step_1' },
    { event_id: 'b', parent_event_id: 'a', event_type: 'error', agent_name: 'ada', node_id: 'step_2' },
    { event_id: 'c', parent_event_id: 'b', event_type: 'error', agent_name: 'bob', node_id: 'step_2' },
    { event_id: 'd' },
  ),
])
const filter = (change: Partial<EventFilter> = {}) => ({
  ...unfiltered({ shape: 'flat', order: 'recorded' }),
  ...change,
})
const errors = (change?: Partial<EventFilter>) =>
  errorRows(table, visibleEvents(table, filter(change), new Set()).matches)

describe('stepping from error to error', () => {
  it('visits the errors that match the filter, in execution order', () => {
    expect(errors()).toEqual([1, 2])
    expect(errors({ agents: ['bob'] })).toEqual([2])
  })

  it('continues from the current row and wraps at the end', () => {
    expect(nextError([1, 2, 9], undefined, 1)).toBe(0)
    expect(nextError([1, 2, 9], undefined, -1)).toBe(2)
    expect(nextError([1, 2, 9], 2, 1)).toBe(2)
    expect(nextError([1, 2, 9], 5, -1)).toBe(1)
    expect(nextError([1, 2, 9], 9, 1)).toBe(0)
    expect(nextError([1, 2, 9], 1, -1)).toBe(2)
    expect(nextError([], 1, 1)).toBeUndefined()
  })

  it('lists the rows to unfold for a row to be visible, even in a cycle', () => {
    expect([...ancestorsOf(table, 2)]).toEqual([1, 0])
    const cycle = eventTable([
      columns({ event_id: 'p', parent_event_id: 'q' }, { event_id: 'q', parent_event_id: 'p' }),
    ])
    expect([...ancestorsOf(cycle, 0)]).toEqual([1, 0])
  })
})

describe('the choices of a filter', () => {
  it('are the words that occur, most frequent first', () => {
    const { agents, nodes, types, statuses } = eventFacets(table)
    expect(agents).toEqual([
      { word: 'ada', count: 2 },
      { word: 'bob', count: 1 },
    ])
    expect(nodes).toEqual([
      { word: 'step_2', count: 2 },
      { word: 'step_1', count: 1 },
    ])
    expect(types.map(({ word }) => word)).toEqual(['error', 'info'])
    expect(statuses).toEqual([])
  })
})

describe('the event count in words', () => {
  const loaded = { kind: 'loaded', table, total: 1_204_332, errorTotal: 2 } as const

  it('is the total, and the number that matches a filter', () => {
    expect(countInWords(12_431, undefined)).toBe('12,431 events')
    expect(countInWords(454, 12)).toBe('12 of 454 events')
  })

  it('explains a cut, and whether all errors are loaded', () => {
    expect(restInWords({ ...loaded, progress: { kind: 'cut' } })).toBe(
      'Showing 4 of 1,204,332 events: all 2 errors, start and end events, and the first and last events.',
    )
    expect(restInWords({ ...loaded, errorTotal: 900, progress: { kind: 'cut' } })).toContain('2 of 900 errors')
  })

  it('is silent if nothing is missing, and counts loaded events while loading', () => {
    expect(restInWords({ ...loaded, progress: { kind: 'complete' } })).toBeUndefined()
    expect(restInWords({ ...loaded, progress: { kind: 'reading' } })).toBe('Loading, 4 so far.')
  })
})
