import { EventId, NodeId, SessionId } from '#contract/ids.ts'
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
const anyLocation: fc.Arbitrary<AppLocation> = fc.record({
  selection: fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.constant({ kind: 'run' as const, run_id: BLUE }),
    fc.record({
      kind: fc.constant('node' as const),
      ref: fc.record({ run_id: fc.constant(BLUE), node_id: idOf(NodeId) }),
      tab: fc.constantFrom(...NODE_TABS),
      event_id: fc.option(idOf(EventId), { nil: undefined }),
    }),
  ),
  view: fc.constantFrom(...RUN_VIEWS),
  filter: fc.record({
    status: fc.subarray([...RUN_STATUSES]),
    mode: fc.option(word, { nil: undefined }),
    agent: fc.option(word, { nil: undefined }),
    session_id: fc.option(idOf(SessionId), { nil: undefined }),
    q: fc.option(word, { nil: undefined }),
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
    expect(parse('/nodes/step_1').selection).toEqual({ kind: 'invalid', reason: 'There is no such page.' })
  })

  it.each([
    ['/runs/not-a-uuid', 'The link does not contain the id of a run.'],
    [`/runs/${BLUE}/nodes/`, 'The link does not contain the id of a node.'],
    [`/runs/${BLUE}/files/x`, 'The link does not contain the id of a node.'],
    [`/runs/${BLUE}/nodes/a/b`, 'There is no such page.'],
    [`/runs/${BLUE}/nodes/%E0%A4%A`, 'The link does not contain the id of a node.'],
  ])('%s is refused in words', (url, reason) => expect(parse(url).selection).toEqual({ kind: 'invalid', reason }))

  it('with unknown words in its filter keeps the known ones', () => {
    expect(parse('/?status=failed,sleeping&view=cube').filter).toEqual({ ...NO_FILTER, status: ['failed'] })
    expect(parse('/?view=cube').view).toBe('graph')
  })
})
