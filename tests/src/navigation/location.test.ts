import { RUN_CONTENTS } from '#contract/runContents.ts'
import { EVENT_ORDERS } from '#src/lib/eventFilter.ts'
import { EventId, FileId, MessageId, NodeId, SessionId } from '#contract/ids.ts'
import { RUN_STATUSES } from '#contract/words.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import {
  formatLocation,
  NODE_TABS,
  NO_FILTER,
  parseLocation,
  RUN_VIEWS,
  type AppLocation,
} from '#src/navigation/location.ts'
import type { EventFilter } from '#src/lib/eventFilter.ts'
import { INITIAL_VIEW_STATE, type RunViewState } from '#src/navigation/runViewState.ts'
import { foldedWith } from '#src/graph/groups/foldedGroups.ts'
import { MEASURES } from '#src/lib/measures.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const parse = (url: string): AppLocation => {
  const { pathname, search } = new URL(url, 'http://runlens.test')
  return parseLocation(pathname, search)
}

/** Texts that the id's own schema accepts, hostile ones among them. */
const idOf = <T>(schema: { safeParse(value: unknown): { readonly success: boolean; readonly data?: T } }) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((text) => schema.safeParse(text))
    .filter((parsed): parsed is { success: true; data: T } => parsed.success)
    .map(({ data }) => data)

const word = fc.string({ minLength: 1, maxLength: 12 })
const words = fc.uniqueArray(word, { maxLength: 3 })
const anyEvents: fc.Arbitrary<EventFilter> = fc.record({
  types: words,
  subtypes: words,
  statuses: words,
  agents: words,
  nodes: fc.uniqueArray(idOf(NodeId), { maxLength: 3 }),
  text: fc.string({ maxLength: 12 }),
  only: fc.constantFrom('all' as const, 'errors' as const),
  shape: fc.constantFrom('nested' as const, 'flat' as const),
  order: fc.constantFrom(...EVENT_ORDERS),
})
const anyReading: fc.Arbitrary<RunViewState> = fc.record({
  find: fc.string({ maxLength: 12 }),
  overview: fc.record({ measure: fc.constantFrom(undefined, ...MEASURES) }),
  nodes: fc.record({
    statuses: fc.uniqueArray(word, { maxLength: 3 }),
    agents: fc.uniqueArray(word, { maxLength: 3 }),
    min_ms: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    text: fc.string({ maxLength: 12 }),
  }),
  graph: fc.record({
    as: fc.constantFrom('picture' as const, 'outline' as const),
    direction: fc.constantFrom('right' as const, 'down' as const, undefined),
    camera: fc.option(
      fc.record({
        x: fc.integer(),
        y: fc.integer(),
        zoom: fc.integer({ min: 1, max: 20_000 }).map((parts) => parts / 10_000),
      }),
      { nil: undefined },
    ),
    only: fc.option(
      fc.oneof(
        fc.constant({ kind: 'failed' as const }),
        fc.record({ kind: fc.constantFrom('upstream' as const, 'downstream' as const), node_id: idOf(NodeId) }),
      ),
      { nil: undefined },
    ),
    fold: fc.constantFrom('needed' as const, 'all' as const, 'none' as const),
    opened: fc.array(idOf(NodeId), { maxLength: 3 }),
    folded: fc
      .array(fc.record({ leader: idOf(NodeId), isAlike: fc.boolean() }), { maxLength: 3 })
      .map((groups) => groups.reduce(foldedWith, [])),
    members: fc.option(idOf(NodeId), { nil: undefined }),
  }),
  timeline: fc.record({
    as: fc.constantFrom('chart' as const, 'table' as const),
    window: fc.option(
      fc
        .tuple(fc.maxSafeNat(), fc.maxSafeNat())
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      { nil: undefined },
    ),
    order: fc.constantFrom('recorded' as const, 'time' as const),
    gaps: fc.constantFrom('shown' as const, 'folded' as const),
    path: fc.constantFrom('plain' as const, 'critical' as const),
    show: fc.constantFrom('all' as const, 'failed' as const),
  }),
  events: anyEvents,
  files: fc.record({
    as: fc.constantFrom('gallery' as const, 'list' as const),
    file_id: fc.option(idOf(FileId), { nil: undefined }),
    filter: fc.record({ text: fc.string({ maxLength: 12 }), type: fc.option(word, { nil: undefined }) }),
    order: fc.record({
      by: fc.constantFrom('path' as const, 'type' as const, 'size' as const, 'time' as const),
      direction: fc.constantFrom('ascending' as const, 'descending' as const),
    }),
  }),
  messages: fc.record({
    as: fc.constantFrom('chat' as const, 'sequence' as const),
    between: fc.option(fc.record({ from: idOf(NodeId), to: idOf(NodeId) }), { nil: undefined }),
    message_id: fc.option(idOf(MessageId), { nil: undefined }),
  }),
})
const anyCall = fc.record({
  trace_id: fc.stringMatching(/^[0-9a-f]{32}$/),
  span_id: fc.stringMatching(/^[0-9a-f]{16}$/),
})
const anyLocation: fc.Arbitrary<AppLocation> = fc.record({
  selection: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.constant({ kind: 'connect' as const }),
    fc.record({ kind: fc.constant('unassigned-calls' as const), call: fc.option(anyCall, { nil: undefined }) }),
    fc.record({ kind: fc.constant('integrity' as const), run_id: fc.option(fc.constant(BLUE), { nil: undefined }) }),
    fc.record({
      kind: fc.constant('run' as const),
      run_id: fc.constant(BLUE),
      event_id: fc.option(idOf(EventId), { nil: undefined }),
      viewState: anyReading,
    }),
    fc.record({
      kind: fc.constant('node' as const),
      ref: fc.record({ run_id: fc.constant(BLUE), node_id: idOf(NodeId) }),
      tab: fc.constantFrom(...NODE_TABS),
      event_id: fc.option(idOf(EventId), { nil: undefined }),
      viewState: anyReading,
      node_view_state: fc.record({ events: anyEvents, file_id: fc.option(idOf(FileId), { nil: undefined }) }),
    }),
  ),
  view: fc.constantFrom(...RUN_VIEWS),
  filter: fc.record({
    status: fc.subarray([...RUN_STATUSES]),
    mode: fc.option(word, { nil: undefined }),
    agent: fc.option(word, { nil: undefined }),
    session_id: fc.option(idOf(SessionId), { nil: undefined }),
    q: fc.option(word, { nil: undefined }),
    since: fc.option(fc.constantFrom('2026-01-20', '2024-02-29'), { nil: undefined }),
    until: fc.option(fc.constantFrom('2026-01-31', '0001-01-01'), { nil: undefined }),
    has: fc.subarray([...RUN_CONTENTS]),
  }),
})

describe('a link', () => {
  it('restores exactly what its sender saw, whatever the ids contain', () => {
    fc.assert(
      fc.property(anyLocation, (location) => {
        expect(parse(formatLocation(location))).toEqual(location)
      }),
    )
  })

  it('names the run before the node, so that no link can name a node alone', () => {
    expect(parse('/nodes/step_1').selection).toEqual({ kind: 'invalid', reason: 'This page does not exist.' })
  })

  it.each([
    ['/runs/not-a-uuid', 'The link has no valid run id.'],
    ['/integrity?run=not-a-uuid', 'The link has no valid run id.'],
    ['/integrity?run=', 'The link has no valid run id.'],
    [`/integrity/${BLUE}`, 'This page does not exist.'],
    ['/unassigned-calls/1/2', 'The link has no valid trace and span ids.'],
    [`/unassigned-calls/${'a'.repeat(32)}`, 'The link has no valid trace and span ids.'],
    [`/unassigned-calls/${'a'.repeat(32)}/${'b'.repeat(16)}/c`, 'This page does not exist.'],
    ['/connect/langgraph', 'This page does not exist.'],
    [`/runs/${BLUE}/nodes/`, 'The link has no valid node id.'],
    [`/runs/${BLUE}/files/x`, 'The link has no valid node id.'],
    [`/runs/${BLUE}/nodes/a/b`, 'This page does not exist.'],
    [`/runs/${BLUE}/nodes/%E0%A4%A`, 'The link has no valid node id.'],
  ])('%s is refused in words', (url, reason) => expect(parse(url).selection).toEqual({ kind: 'invalid', reason }))

  it('to the integrity report is of all runs, or of the one that it names', () => {
    expect(parse('/integrity').selection).toEqual({ kind: 'integrity', run_id: undefined })
    expect(parse('/integrity/').selection).toEqual({ kind: 'integrity', run_id: undefined })
    expect(parse(`/integrity?run=${BLUE}&status=failed`)).toMatchObject({
      selection: { kind: 'integrity', run_id: BLUE },
      filter: { status: ['failed'] },
    })
  })

  it('with unknown words in its filter keeps the known ones', () => {
    expect(parse('/?status=failed,sleeping&view=cube').filter).toEqual({ ...NO_FILTER, status: ['failed'] })
    expect(parse('/?has=errors,luck&since=2026-02-30&until=yesterday').filter).toEqual({
      ...NO_FILTER,
      has: ['errors'],
    })
    expect(parse('/?view=cube').view).toBe('graph')
  })

  it.each(['window=9-3', 'window=5-5', 'window=a-b', 'window=1-2-3', 'window=-4', 'between=a', 'file=', 'message=..'])(
    'with nonsense in it is read as if that were not there (%s)',
    (search) => {
      const { selection } = parse(`/runs/${BLUE}?${search}`)
      expect(selection).toEqual({ kind: 'run', run_id: BLUE, event_id: undefined, viewState: INITIAL_VIEW_STATE })
    },
  )
})
