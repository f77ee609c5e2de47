import { EventId } from '#contract/ids.ts'
import { momentsOfEvent } from '#src/timeline/moments.ts'
import { nestEvents } from '#src/timeline/nestEvents.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { event } from './rows.ts'

/** `child<parent@seconds` → the order and indentation that come out. */
function nested(...drawn: readonly string[]): readonly string[] {
  const items = drawn.map((text) => {
    const [, id = '', parent = null, start] = /^(\w+)(?:<(\w+))?(?:@(\d+))?$/.exec(text) ?? []
    const row = event(id, start === undefined ? {} : { from: Number(start) }, { parent_event_id: parent })
    return { event: row, moments: momentsOfEvent(row) }
  })
  return nestEvents(items).map(({ event: { event_id }, depth }) => '  '.repeat(depth) + event_id)
}

describe('nested events', () => {
  it('stand below their parents, siblings in time order', () => {
    expect(nested('a@0', 'c<a@5', 'b<a@2', 'd<c@6', 'e@9')).toEqual(['a', '  b', '  c', '    d', 'e'])
  })
  it('without times stand after their siblings, in the order given', () => {
    expect(nested('x', 'y', 'a@3')).toEqual(['a', 'x', 'y'])
  })
  it('whose parent is elsewhere begin a line of their own', () => {
    expect(nested('a<gone@1', 'b<a@2')).toEqual(['a', '  b'])
  })
  it('that name themselves as parent are shown once', () => {
    expect(nested('a<a@1', 'b@2')).toEqual(['a', 'b'])
  })
  it('on a cycle are shown once each, entered at the earliest', () => {
    expect(nested('b<a@2', 'a<b@1', 'c<b@3', 'd@9')).toEqual(['d', 'a', '  b', '    c'])
  })
  it('may be nested ten thousand deep', () => {
    const first = event('e0')
    const chain = Array.from({ length: 10_000 }, (_, index) => ({
      moments: momentsOfEvent(first),
      event: {
        ...first,
        event_id: z.parse(EventId, `e${index}`),
        parent_event_id: index === 0 ? null : z.parse(EventId, `e${index - 1}`),
      },
    }))
    expect(nestEvents(chain).at(-1)?.depth).toBe(9999)
  })
})
