import type { EventRow } from '#contract/entities.ts'
import { EventId } from '#contract/ids.ts'
import { anEvent } from '#mocks/fixtures/builders.ts'
import { deriveEvent } from '#server/services/deriveEvent.ts'
import { eventRows } from '#src/node/events/eventRows.ts'
import { eventDuration, eventSpan, nodeSpan } from '#src/node/events/eventSpan.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

function row(event_id: string, parent: string | null = null, over: Parameters<typeof anEvent>[0] = {}): EventRow {
  const event = anEvent({ event_id, parent_event_id: parent, ...over })
  const { inputs: _, outputs: __, meta: ___, ...columns } = event
  return { ...columns, ...deriveEvent(event) }
}

const folded = (...ids: readonly string[]) => new Set(ids.map((id) => z.parse(EventId, id)))

/** `▾` open, `▸` closed, `·` without children; two blanks for each step of depth. */
function draw(events: readonly EventRow[], closed = folded(), shape: 'nested' | 'flat' = 'nested'): string {
  const sign = { open: '▾', closed: '▸', none: '·' }
  return eventRows(events, { folded: closed, span: undefined, shape })
    .map(({ event, depth, fold }) => `${'  '.repeat(depth)}${sign[fold]} ${event.event_id}`)
    .join('\n')
}

const family = [row('a'), row('b', 'a'), row('c', 'b'), row('d', 'a'), row('e')]

describe('the rows of a nested timeline', () => {
  it('stand below their parents, siblings in the order given', () => {
    expect(draw(family)).toBe(['▾ a', '  ▾ b', '    · c', '  · d', '· e'].join('\n'))
  })

  it('stand below a parent that was written after them', () => {
    expect(draw([row('child', 'late'), row('late')])).toBe(['▾ late', '  · child'].join('\n'))
  })

  it('leave out whatever lies below a folded one, at every depth', () => {
    expect(draw(family, folded('a'))).toBe(['▸ a', '· e'].join('\n'))
    expect(draw(family, folded('b'))).toBe(['▾ a', '  ▸ b', '  · d', '· e'].join('\n'))
  })

  it('keep the recorded depth where the parent is not loaded, shifted so that the outermost is at the edge', () => {
    const orphans = [row('x', 'elsewhere', { depth: 3 }), row('y', 'x'), row('z', 'elsewhere', { depth: 2 })]
    expect(draw(orphans)).toBe(['  ▾ x', '    · y', '· z'].join('\n'))
  })

  it('take a negative depth for none', () => {
    expect(draw([row('x', null, { depth: -4 }), row('y', null, { depth: 1 })])).toBe(['· x', '  · y'].join('\n'))
  })

  it('come once each where parents form a cycle, which is entered at its first event', () => {
    expect(draw([row('root'), row('p', 'q'), row('q', 'p'), row('r', 'q')])).toBe(
      ['· root', '▾ p', '  ▾ q', '    · r'].join('\n'),
    )
    expect(draw([row('own', 'own')])).toBe('· own')
  })

  it('can be folded in a cycle without coming up again below it', () => {
    expect(draw([row('p', 'q'), row('q', 'p')], folded('p'))).toBe('▸ p')
  })

  it('are flat and cannot be folded in a filtered list', () => {
    expect(draw(family, folded('a'), 'flat')).toBe('· a\n· b\n· c\n· d\n· e')
  })

  it('survive a chain that is deeper than the stack of calls', () => {
    const link = row('link')
    const id = (i: number) => z.parse(EventId, `n${i}`)
    const chain = Array.from({ length: 20_000 }, (_, i) => ({
      ...link,
      event_id: id(i),
      parent_event_id: i === 0 ? null : id(i - 1),
    }))
    expect(eventRows(chain, { folded: folded(), span: undefined, shape: 'nested' }).at(-1)?.depth).toBe(19_999)
  })
})

describe('the bar of a row', () => {
  const at = (second: number) => `2026-01-20T10:00:${String(second).padStart(2, '0')}.000000Z`
  const barsOf = (events: readonly EventRow[]) =>
    eventRows(events, { folded: folded(), span: nodeSpan(undefined, events), shape: 'nested' }).map(({ bar }) => bar)

  it('is the part of the whole that the event took', () => {
    const events = [
      row('whole', null, { started_at: at(0), completed_at: at(40) }),
      row('half', null, { started_at: at(10), completed_at: at(30) }),
    ]
    expect(barsOf(events)).toEqual([
      { start: 0, width: 1 },
      { start: 0.25, width: 0.5 },
    ])
  })

  it('is a moment where nothing tells how long it took, and absent where nothing tells when', () => {
    const events = [
      row('whole', null, { started_at: at(0), completed_at: at(40) }),
      row('moment', null, { timestamp: at(20) }),
      row('timeless'),
    ]
    expect(barsOf(events).slice(1)).toEqual([{ start: 0.5, width: 0 }, undefined])
  })

  it('is drawn for a single moment too, without dividing by nothing', () => {
    expect(barsOf([row('only', null, { timestamp: at(5) })])).toEqual([{ start: 0, width: 0 }])
  })

  it('takes a duration for a missing end or start, and does not believe an end before its start', () => {
    const from = Date.parse(at(10)) * 1000
    const span = (over: Parameters<typeof anEvent>[0]) => eventSpan(row('e', null, over))
    const never = span({ timestamp: '2026-01-20T10:00:00.000000Z', duration_ms: 1e300 })
    expect(never?.to).toBe(never?.from)
    expect(span({ started_at: at(10), duration_ms: 2000 })).toEqual({ from, to: from + 2e6 })
    expect(span({ completed_at: at(12), duration_ms: 2000 })).toEqual({ from, to: from + 2e6 })
    expect(span({ started_at: at(10), completed_at: at(5) })).toEqual({ from, to: from })
    expect(eventDuration(row('e', null, { started_at: at(1), completed_at: at(3) }))).toBe(2000)
    expect(eventDuration(row('e', null, { started_at: at(1) }))).toBeUndefined()
  })
})
