import { unfiltered, type EventFilter } from '#src/lib/eventFilter.ts'
import { EventId, NodeId } from '#contract/ids.ts'
import type { anEvent } from '#mocks/fixtures/builders.ts'
import { foldAt, visibleEvents } from '#src/records/events/visibleEvents.ts'
import { eventTable, type EventTable } from '#src/records/eventTable/eventTable.ts'
import { pickRows } from '#src/records/eventTable/joinColumns.ts'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { columns } from '#tests/support/app/columns.ts'

type Loose = Parameters<typeof anEvent>[0]

const row = (event_id: string, parent_event_id: string | null = null, over: Loose = {}): Loose => ({
  event_id,
  parent_event_id,
  ...over,
})
const tableOf = (...rows: readonly Loose[]): EventTable => eventTable([columns(...rows)])
/** So many rows with the ids `n0`, `n1`, …; made without the events that a server would make them of, which takes seconds. */
const manyRows = (size: number, parentOf: (at: number) => number): EventTable => ({
  ...pickRows(
    tableOf(row('n')),
    Array.from({ length: size }, () => 0),
  ),
  event_id: Array.from({ length: size }, (_, at) => z.parse(EventId, `n${at}`)),
  parent: Int32Array.from({ length: size }, (_, at) => parentOf(at)),
})
const folded = (...ids: readonly string[]) => new Set(ids.map((id) => z.parse(EventId, id)))
const everything = unfiltered({ shape: 'nested', order: 'recorded' })
const filter = (change: Partial<EventFilter>): EventFilter => ({ ...everything, ...change })

/** `▾` open, `▸` closed, `·` without children; two blanks for each step of depth; in brackets what only leads to a match. */
function draw(table: EventTable, change: Partial<EventFilter> = {}, closed = folded()): string {
  const sign = { open: '▾', closed: '▸', none: '·' }
  const shown = visibleEvents(table, filter(change), closed)
  return Array.from(shown.row, (at, place) => {
    const id = table.event_id[at]
    return `${'  '.repeat(shown.depth[place] ?? 0)}${sign[foldAt(shown, place)]} ${shown.matches[at] === 1 ? id : `(${id})`}`
  }).join('\n')
}

const family = tableOf(row('a'), row('b', 'a'), row('c', 'b'), row('d', 'a'), row('e'))

describe('the rows of a nested list', () => {
  it('stand below their parents, siblings in the order given', () => {
    expect(draw(family)).toBe(['▾ a', '  ▾ b', '    · c', '  · d', '· e'].join('\n'))
  })

  it('stand below a parent that was written after them', () => {
    expect(draw(tableOf(row('child', 'late'), row('late')))).toBe(['▾ late', '  · child'].join('\n'))
  })

  it('leave out whatever lies below a folded one, at every depth', () => {
    expect(draw(family, {}, folded('a'))).toBe(['▸ a', '· e'].join('\n'))
    expect(draw(family, {}, folded('b'))).toBe(['▾ a', '  ▸ b', '  · d', '· e'].join('\n'))
  })

  it('keep the recorded depth where the parent is not there, shifted so that the outermost is at the edge', () => {
    const orphans = tableOf(row('x', 'elsewhere', { depth: 3 }), row('y', 'x'), row('z', 'elsewhere', { depth: 2 }))
    expect(draw(orphans)).toBe(['  ▾ x', '    · y', '· z'].join('\n'))
  })

  it('take a negative depth for none, and an absurd one for a deep one', () => {
    expect(draw(tableOf(row('x', null, { depth: -4 }), row('y', null, { depth: 1 })))).toBe('· x\n  · y')
    const absurd = visibleEvents(tableOf(row('x'), row('y', null, { depth: 2 ** 50 })), everything, folded())
    expect([...absurd.depth]).toEqual([0, 1000])
  })

  it('come once each where parents form a cycle, which is entered at its first event', () => {
    expect(draw(tableOf(row('root'), row('p', 'q'), row('q', 'p'), row('r', 'q')))).toBe(
      ['· root', '▾ p', '  ▾ q', '    · r'].join('\n'),
    )
    expect(draw(tableOf(row('own', 'own')))).toBe('· own')
  })

  it('can be folded in a cycle without coming up again below it', () => {
    expect(draw(tableOf(row('p', 'q'), row('q', 'p')), {}, folded('p'))).toBe('▸ p')
  })

  it('survive a chain that is deeper than the stack of calls', () => {
    const chain = manyRows(20_000, (at) => at - 1)
    expect(visibleEvents(chain, everything, folded()).depth.at(-1)).toBe(19_999)
  })

  it('know the place of every row of the table', () => {
    expect([...visibleEvents(family, everything, folded('b')).place]).toEqual([0, 1, -1, 2, 3])
  })

  it('are made of 100,000 events, each at most once', () => {
    const big = manyRows(100_000, (at) => (at % 20 === 0 ? -1 : at - (at % 5) - 1))
    const shown = visibleEvents(big, everything, folded('n99994'))
    // The last five events stand below that one.
    expect(shown.size).toBe(100_000 - 5)
    expect(new Set(shown.row).size).toBe(shown.size)
    expect(shown.matchCount).toBe(100_000)
  })
})

describe('the rows of a flat list', () => {
  it('stand in execution order and cannot be folded', () => {
    expect(draw(family, { shape: 'flat' }, folded('a'))).toBe('· a\n· b\n· c\n· d\n· e')
  })

  it('are those alone that the filter leaves', () => {
    const mixed = tableOf(row('a'), row('b', 'a', { event_type: 'tool_call' }))
    expect(draw(mixed, { shape: 'flat', types: ['tool_call'] })).toBe('· b')
  })
})

describe('a filter', () => {
  const said = (message: string): Loose => ({ outputs: { message } })
  const table = tableOf(
    row('call', null, { event_type: 'agent_call', agent_name: 'Ada', node_id: 'step_1', status: 'completed' }),
    row('tool', 'call', { event_type: 'tool_call', event_subtype: 'execution', node_id: 'step_1', status: 'failed' }),
    row('note', 'call', { ...said('Cost: 3 (USD) ÄRGER'), agent_name: 'Bob', node_id: 'step_2' }),
    row('lone', null, { event_type: 'error', error_message: 'it broke', status: 'failed' }),
  )
  const left = (change: Partial<EventFilter>) => {
    const { matches, matchCount } = visibleEvents(table, filter(change), folded())
    const ids = table.event_id.filter((_, at) => matches[at] === 1)
    expect(matchCount).toBe(ids.length)
    return ids
  }

  it('by words leaves the rows that bear one of them in each column', () => {
    expect(left({ types: ['tool_call', 'error'] })).toEqual(['tool', 'lone'])
    expect(left({ types: ['tool_call', 'error'], subtypes: ['execution'] })).toEqual(['tool'])
    expect(left({ statuses: ['failed'], agents: ['Ada'] })).toEqual([])
    expect(left({ nodes: [z.parse(NodeId, 'step_2')] })).toEqual(['note'])
    expect(left({ types: ['no such type'] })).toEqual([])
  })

  it('by errors leaves what failed', () => {
    expect(left({ only: 'errors' })).toEqual(['tool', 'lone'])
  })

  it('by text finds headlines, agents and types in either case of ASCII letters, and signs as they are', () => {
    expect(left({ text: 'cOST: 3 (usd)' })).toEqual(['note'])
    expect(left({ text: 'ada' })).toEqual(['call'])
    expect(left({ text: 'Tool Call' })).toEqual(['tool'])
    expect(left({ text: 'tool_call' })).toEqual(['tool'])
    expect(left({ text: ' broke ' })).toEqual(['lone'])
    expect(left({ text: '.' })).toEqual([])
    expect(left({ text: 'ärger' })).toEqual([])
    expect(left({ text: 'Ärger' })).toEqual(['note'])
  })

  it('leaves what leads to a match in a nested list, told apart from the match', () => {
    expect(draw(table, { only: 'errors' })).toBe(['▾ (call)', '  · tool', '· lone'].join('\n'))
  })

  it('climbs out of a cycle of parents', () => {
    const cycle = tableOf(row('p', 'q'), row('q', 'p'), row('r', 'q', { event_type: 'error' }))
    expect(draw(cycle, { only: 'errors' })).toBe(['▾ (p)', '  ▾ (q)', '    · r'].join('\n'))
  })
})

describe('the rows of a sorted list', () => {
  const spent = tableOf(
    row('none'),
    row('cheap', 'none', { event_type: 'llm_call', duration_ms: 30, meta: { cost_usd: 0.1, tokens: { input: 9 } } }),
    row('slow', null, { duration_ms: 900 }),
    row('dear', 'slow', { event_type: 'llm_call', duration_ms: 20, meta: { cost_usd: 2, tokens: { output: 5 } } }),
  )

  it.each([
    ['duration', ['slow', 'cheap', 'dear', 'none']],
    ['tokens', ['cheap', 'dear', 'none', 'slow']],
    ['cost', ['dear', 'cheap', 'none', 'slow']],
  ] as const)('stand by %s, the largest first and those without one last, whatever their parents', (order, ids) => {
    expect(draw(spent, { order })).toBe(ids.map((id) => `· ${id}`).join('\n'))
  })

  it('are only those that match the filter', () => {
    expect(draw(spent, { order: 'cost', types: ['llm_call'] })).toBe('· dear\n· cheap')
  })
})
