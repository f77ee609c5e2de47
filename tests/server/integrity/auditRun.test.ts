import { describe, expect, test } from 'vitest'
import { anEdge, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import { auditRun } from '#server/integrity/auditRun.ts'
import { isErrorEvent } from '#server/store/prepare/isErrorEvent.ts'

const NOTHING_AROUND: ResolvedReferences = {
  nodes: new Map(),
  events: new Set(),
  runs: new Set(),
  parentOfRun: new Map(),
}

type Rows = {
  readonly run?: Parameters<typeof aRun>[0]
  readonly nodes?: readonly Parameters<typeof aNode>[0][]
  readonly edges?: readonly Parameters<typeof anEdge>[0][]
  readonly events?: readonly Parameters<typeof anEvent>[0][]
}

const audited = ({ run, nodes = [], edges = [], events = [] }: Rows): AuditedRun => ({
  revision: 1,
  run: aRun(run),
  nodes: nodes.map(aNode),
  edges: edges.map(anEdge),
  events: events
    .map((event, index) => anEvent({ event_id: `e${index + 1}`, ...event }))
    .map((event) => ({ ...event, is_error: isErrorEvent(event), has_ended: event.completed_at !== null })),
  filesOfNode: new Map(),
  messagesOfNode: new Map(),
})

/** What was found, as `kind key: detail`. */
const found = (rows: Rows): readonly string[] =>
  auditRun(audited(rows), NOTHING_AROUND).groups.flatMap(({ examples }) =>
    examples.map(({ kind, key, detail }) => `${kind} ${key}: ${detail}`),
  )

const numbered = (...orders: readonly number[]) => ({
  events: orders.map((execution_order) => ({ execution_order })),
})

describe('the numbering of events', () => {
  test('may begin anywhere and is not asked of events without numbers', () => {
    expect(found(numbered(4, 5, 6))).toEqual([])
    expect(found({ events: [{}, {}, { execution_order: 3 }] })).toEqual([])
  })

  test('is told where numbers are missing or given twice', () => {
    expect(found(numbered(1, 2, 4))).toEqual(['order_gap e3: Before the event, number 3 is missing.'])
    expect(found(numbered(1, 5))).toEqual(['order_gap e2: Before the event, numbers 2 to 4 are missing.'])
    expect(found(numbered(1, 2, 2))).toEqual(['order_duplicate e3: The event has number 2, the same as e2.'])
  })

  test('counts each node by itself where the writer did so', () => {
    const events = ['planning', 'step_1'].flatMap((node_id) =>
      [1, 2, 3].map((execution_order) => ({ node_id, execution_order })),
    )
    expect(found({ events })).toEqual([])
    expect(found({ events: events.filter((_, index) => index !== 4) })).toEqual([
      'order_gap e5: Before the event, number 2 is missing.',
    ])
  })
})

describe('a start', () => {
  const start = { event_type: 'llm_call', event_subtype: 'start', agent_name: 'writer', node_id: 'step_1' } as const
  const end = { ...start, event_subtype: 'complete' } as const

  test('that something ended is not told', () => {
    expect(found({ events: [start, end] })).toEqual([])
    expect(found({ events: [start, { ...start, event_subtype: 'error', status: 'failed' }] })).toEqual([])
    expect(found({ events: [{ ...start, completed_at: '2026-01-01T00:00:00.000000Z' }] })).toEqual([])
  })

  test('that nothing ended is told, once the run is over', () => {
    const told = ['start_unfinished e2: The llm_call of writer started, but no end was recorded.']
    expect(found({ events: [start, start, end] })).toEqual([told[0]?.replace('e2', 'e1')])
    expect(found({ events: [end, start] })).toEqual(told)
    expect(found({ run: { status: 'executing' }, events: [start] })).toEqual([])
  })

  test('of another node, agent or type is ended by its own end only', () => {
    expect(found({ events: [start, { ...end, node_id: 'step_2' }] })).toHaveLength(1)
    expect(found({ events: [start, { ...end, agent_name: 'editor' }] })).toHaveLength(1)
    expect(found({ events: [start, { ...end, event_type: 'tool_call' }] })).toHaveLength(1)
  })

  test('of a state is a moment and ends with nothing', () =>
    expect(found({ events: [{ ...start, event_type: 'state_transition' }] })).toEqual([]))
})

describe('the status of a run', () => {
  const contradicts = (rows: Rows) => found(rows).filter((text) => text.startsWith('status_contradiction')).length === 1

  test.each([
    ['completed', ['completed', 'skipped'], false],
    ['completed', ['completed', 'running'], true],
    ['completed', ['completed', 'pending'], true],
    ['completed', ['completed', 'failed'], true],
    ['failed', ['completed', 'failed'], false],
    ['failed', ['completed', 'pending'], false],
    ['failed', ['completed', 'completed'], true],
    ['executing', ['completed', 'running'], false],
    ['executing', ['completed', 'completed'], false],
    ['waiting_approval', ['completed', 'waiting_approval'], false],
    ['a new word', ['running', 'failed'], false],
  ] as const)('%s beside nodes that are %j: %s', (status, [first, last], expected) =>
    expect(
      contradicts({
        run: { status },
        nodes: [
          { node_id: 'a', status: first },
          { node_id: 'b', status: last },
        ],
        edges: [{ from_node_id: 'a', to_node_id: 'b' }],
      }),
    ).toBe(expected),
  )

  test('is not contradicted by a failure that the work went on after', () =>
    expect(
      contradicts({
        nodes: [{ node_id: 'a', status: 'failed' }, { node_id: 'b' }],
        edges: [{ from_node_id: 'a', to_node_id: 'b' }],
      }),
    ).toBe(false))

  test('failed is not contradicted where an event is an error', () =>
    expect(contradicts({ run: { status: 'failed' }, nodes: [{}], events: [{ event_type: 'error' }] })).toBe(false))

  test('still executing is contradicted by a last node that has ended', () =>
    expect(contradicts({ run: { status: 'executing' }, nodes: [{ node_type: 'terminator' }] })).toBe(true))
})

describe('what leads back to itself', () => {
  test('is told of edges, events and nodes, once for each circle', () => {
    expect(
      found({
        nodes: [
          { node_id: 'a', parent_node_id: 'b' },
          { node_id: 'b', parent_node_id: 'a' },
        ],
        edges: [
          { from_node_id: 'a', to_node_id: 'b' },
          { from_node_id: 'b', to_node_id: 'a' },
        ],
        events: [{ parent_event_id: 'e2' }, { parent_event_id: 'e1' }, { parent_event_id: 'e3' }],
      }),
    ).toEqual([
      'edge_cycle a: The edges form a cycle: a, b.',
      'event_parent_cycle e1: Each is the parent of the next: e1, e2.',
      'event_parent_cycle e3: The event is its own parent.',
      'node_parent_cycle a: Each is the parent of the next: a, b.',
    ])
  })
})

test('a run with nothing wrong has nothing to tell', () => {
  const audit = auditRun(
    audited({
      nodes: [{ node_id: 'planning' }, { node_id: 'step_1', parent_node_id: 'planning' }],
      edges: [{}],
      events: [{ execution_order: 1 }, { execution_order: 2, parent_event_id: 'e1' }],
    }),
    NOTHING_AROUND,
  )
  expect(audit).toMatchObject({ groups: [], awaited: [] })
})

test('a thousand findings are counted, and some of them given', () => {
  const events = Array.from({ length: 1001 }, (_, index) => ({ execution_order: index * 2 }))
  expect(auditRun(audited({ events }), NOTHING_AROUND).groups).toMatchObject([
    { kind: 'order_gap', findings: 1000, rows: 1000, runs: 1, examples: { length: 20 } },
  ])
})
