import { anEvent } from '#mocks/fixtures/builders.ts'
import { barOf, eventDuration, tableSpan } from '#src/records/events/eventSpan.ts'
import { eventTable } from '#src/records/eventTable/eventTable.ts'
import { describe, expect, it } from 'vitest'
import { columns } from '#tests/support/app/columns.ts'

type Loose = Parameters<typeof anEvent>[0]

const at = (second: number) => `2026-01-20T10:00:${String(second).padStart(2, '0')}.000000Z`
const barsOf = (...events: readonly Loose[]) => {
  const table = eventTable([columns(...events.map((event, i) => ({ event_id: `e${i}`, ...event })))])
  const span = tableSpan(table)
  return events.map((_, row) => barOf(table, row, span))
}
const whole: Loose = { started_at: at(0), completed_at: at(40) }

describe('the bar of a row', () => {
  it('is the part of the whole that the event took', () => {
    expect(barsOf(whole, { started_at: at(10), completed_at: at(30) })).toEqual([
      { start: 0, width: 1, shape: 'span' },
      { start: 0.25, width: 0.5, shape: 'span' },
    ])
  })

  it('is a moment where nothing tells how long it took, and absent where nothing tells when', () => {
    expect(barsOf(whole, { timestamp: at(20) }, {}).slice(1)).toEqual([
      { start: 0.5, width: 0, shape: 'point' },
      undefined,
    ])
  })

  it('is drawn for a single moment too, without dividing by nothing', () => {
    expect(barsOf({ timestamp: at(5) })).toEqual([{ start: 0, width: 0, shape: 'point' }])
  })

  it('lasts to the end of the whole where the event has not ended yet', () => {
    expect(barsOf(whole, { started_at: at(30), status: 'running' })[1]).toEqual({
      start: 0.75,
      width: 0.25,
      shape: 'open',
    })
  })

  it('lies within a whole that is widened to the times of the node', () => {
    const table = eventTable([columns({ event_id: 'e', started_at: at(10), completed_at: at(20) })])
    const span = tableSpan(table, at(0), null, undefined, at(40))
    expect(barOf(table, 0, span)).toEqual({ start: 0.25, width: 0.25, shape: 'span' })
  })
})

describe('how long an event took', () => {
  it('is what was recorded, else what lies between its two times, else not known', () => {
    expect(eventDuration(anEvent({ started_at: at(1), completed_at: at(3) }))).toBe(2000)
    expect(eventDuration(anEvent({ started_at: at(1), completed_at: at(3), duration_ms: 7 }))).toBe(7)
    expect(eventDuration(anEvent({ started_at: at(1) }))).toBeUndefined()
  })
})
