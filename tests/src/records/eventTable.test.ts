import {
  known,
  nodeOf,
  recordedAt,
  rowOf,
  shapeOf,
  toldAt,
  wordOf,
  eventTable,
} from '#src/records/eventTable/eventTable.ts'
import { joinColumns, pickRows } from '#src/records/eventTable/joinColumns.ts'
import { EventId } from '#contract/ids.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { describe, expect, it } from 'vitest'
import { columns, type UnassignedEvent } from '#tests/support/app/columns.ts'

const at = (seconds: number) => `2026-01-20T10:00:${String(seconds).padStart(2, '0')}.000000Z`
const us = (seconds: number) => microsecondsOf(at(seconds))

describe('a table of events', () => {
  const table = eventTable([
    columns(
      {
        event_id: 'a',
        node_id: 'step_1',
        agent_name: 'ada',
        execution_order: 1,
        started_at: at(1),
        completed_at: at(3),
      },
      {
        event_id: 'b',
        node_id: null,
        parent_event_id: 'a',
        event_type: 'error',
        error_message: 'no',
        timestamp: at(2),
      },
    ),
    columns(
      {
        event_id: 'c',
        node_id: 'step_2',
        parent_event_id: 'b',
        agent_name: 'bob',
        completed_at: at(9),
        duration_ms: 2000,
      },
      { event_id: 'd', node_id: 'step_1', parent_event_id: 'gone', agent_name: 'ada' },
    ),
  ])

  it('keeps each row\u2019s own words across pages whose dictionaries differ', () => {
    const rows = [0, 1, 2, 3]
    expect(rows.map((row) => nodeOf(table, row))).toEqual(['step_1', null, 'step_2', 'step_1'])
    expect(rows.map((row) => wordOf(table.agent_name, row))).toEqual(['ada', null, 'bob', 'ada'])
    expect([...table.is_error]).toEqual([0, 1, 0, 0])
  })

  it('finds parents on the same page and on another, and none where the parent is nowhere', () => {
    expect([...table.parent]).toEqual([-1, 0, 1, -1])
  })

  it('has starts, ends and durations to the microsecond, and NaN where nothing was recorded', () => {
    expect([...table.start]).toEqual([us(1), us(2), us(7), Number.NaN])
    expect([...table.end]).toEqual([us(3), us(2), us(9), Number.NaN])
    expect([0, 1, 2, 3].map((row) => known(table.duration, row))).toEqual([2000, undefined, 2000, undefined])
    expect([0, 1, 2, 3].map((row) => shapeOf(table, row))).toEqual(['span', 'point', 'span', 'none'])
  })

  it('finds the row of an event', () => {
    expect(rowOf(table, EventId.parse('c'))).toBe(2)
    expect(rowOf(table, EventId.parse('zz'))).toBeUndefined()
    expect(rowOf(table, undefined)).toBeUndefined()
  })

  it('picks rows with their parents as far as these are picked too', () => {
    const picked = pickRows(table, [2, 1])
    expect(picked.event_id).toEqual(['c', 'b'])
    expect([...picked.parent]).toEqual([1, -1])
    expect(wordOf(picked.agent_name, 0)).toBe('bob')
  })
})

describe('the times of an event', () => {
  const shapes = (event: UnassignedEvent) => {
    const table = eventTable([columns(event)])
    return [shapeOf(table, 0), table.start[0], table.end[0], known(table.duration, 0)]
  }

  it('end before they begin are not believed, nor is any duration', () => {
    expect(shapes({ started_at: at(5), completed_at: at(2), duration_ms: 700 })).toEqual([
      'backwards',
      us(5),
      us(5),
      undefined,
    ])
  })
  it('are open while the event goes on', () => {
    expect(shapes({ started_at: at(5), status: 'running' })).toEqual(['open', us(5), us(5), undefined])
  })
  it.each([-5, 1e300])('are a moment where the recorded duration is %d', (duration_ms) => {
    expect(shapes({ started_at: at(5), duration_ms })).toEqual(['point', us(5), us(5), undefined])
  })
})

it('the parts of a list that was cut become one list, each event once, in execution order', () => {
  const event = (event_id: string, execution_order: number | null, seconds: number) => ({
    event_id,
    execution_order,
    started_at: at(seconds),
  })
  const table = joinColumns([
    columns(event('a', 1, 1), event('b', 2, 2)),
    columns(event('b', 2, 2), event('e', 5, 5)),
    columns(event('z', null, 9), event('y', null, 8), event('e', 5, 5)),
  ])
  expect(table.event_id).toEqual(['a', 'b', 'e', 'y', 'z'])
})

describe('the moment that a row tells of', () => {
  it('is its start, or its end where it tells of an end', () => {
    const span = { execution_order: 1, started_at: at(1), completed_at: at(3) }
    const table = eventTable([
      columns(
        { event_id: 'call', ...span },
        { event_id: 'finish', ...span, event_subtype: 'complete' },
        { event_id: 'point', execution_order: 2, timestamp: at(2), event_subtype: 'complete' },
        { event_id: 'unnumbered', started_at: at(1), execution_order: null },
        { event_id: 'timeless', execution_order: 3 },
      ),
    ])
    const rows = [0, 1, 2, 3, 4]
    expect(rows.map((row) => toldAt(table, row))).toEqual([us(1), us(3), us(2), us(1), undefined])
    expect(rows.map((row) => recordedAt(table, row))).toEqual([us(1), us(3), us(2), Number.NaN, Number.NaN])
  })
})
