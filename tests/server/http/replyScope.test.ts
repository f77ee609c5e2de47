import { ENDPOINTS } from '#contract/endpoints.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { ScopeViolationError, assertReplyScope } from '#server/http/replyScope.ts'
import { expect, test } from 'vitest'

/* Replies that hold events column by column: their rows point at scopes, and every row must point at an own one. */

const RUN = { run_id: BLUE, node_id: undefined }
const NODE = { run_id: BLUE, node_id: 'step_1' }
const { rows } = ENDPOINTS.getRunEventColumns
const own = { run_id: BLUE, node_id: 'step_1' }

const reply = (columns: unknown) => ({ scope: own, columns, total: 2, error_total: 0, next_cursor: null })

test.each([
  ['whose rows share a scope', { event_id: ['a', 'b'], scopes: [own], scope_at: [0, 0] }],
  ['without rows', { event_id: [], scopes: [], scope_at: [] }],
])('columns %s may be sent to the run and to the node', (_, columns) => {
  expect(() => assertReplyScope(RUN, reply(columns), rows)).not.toThrow()
  expect(() => assertReplyScope(NODE, reply(columns), rows)).not.toThrow()
})

test.each([
  ['events without a node', { run_id: BLUE, node_id: null }],
  ['events of another node', { run_id: BLUE, node_id: 'planning' }],
])('%s are sent to their run and not to a node', (_, other) => {
  const columns = { event_id: ['a', 'b'], scopes: [own, other], scope_at: [0, 1] }
  expect(() => assertReplyScope(RUN, reply(columns), rows)).not.toThrow()
  expect(() => assertReplyScope(NODE, reply(columns), rows)).toThrow(ScopeViolationError)
})

test.each([
  ['a scope of another run', { event_id: ['a', 'b'], scopes: [own, { ...own, run_id: GREEN }], scope_at: [0, 1] }],
  [
    'a foreign scope at which no row points',
    { event_id: ['a'], scopes: [own, { ...own, run_id: GREEN }], scope_at: [0] },
  ],
  ['a scope that names no run', { event_id: ['a'], scopes: [{ node_id: 'step_1' }], scope_at: [0] }],
  ['rows and no scopes', { event_id: ['a'], scopes: [], scope_at: [0] }],
  ['rows that point nowhere', { event_id: ['a', 'b'], scopes: [own], scope_at: [0, 1] }],
  ['a row that points before the first scope', { event_id: ['a'], scopes: [own], scope_at: [-1] }],
  ['a row that points between scopes', { event_id: ['a'], scopes: [own, own], scope_at: [0.5] }],
  ['a row that points by a name', { event_id: ['a'], scopes: [own], scope_at: ['0'] }],
  ['more rows than pointers', { event_id: ['a', 'b'], scopes: [own], scope_at: [0] }],
  ['rows and no pointers', { event_id: ['a'], scopes: [own] }],
  ['nothing in them', {}],
  ['no object at all', null],
])('columns with %s are refused', (_, columns) => {
  expect(() => assertReplyScope(RUN, reply(columns), rows)).toThrow(ScopeViolationError)
})

test.each([
  ['without an envelope', { items: [own] }],
  ['whose envelope is null', { scope: null, items: [own] }],
  ['without the declared rows', { scope: own }],
  ['whose list holds null', { scope: own, items: [own, null] }],
])('a reply %s is refused', (_, spoiled) => {
  expect(() => assertReplyScope(NODE, { scope: own, items: [own] }, ['items'])).not.toThrow()
  expect(() => assertReplyScope(NODE, spoiled, ['items'])).toThrow(ScopeViolationError)
})

test('a part that may be null is passed over, and is looked at where it is there', () => {
  expect(() => assertReplyScope(NODE, { scope: own, part: null }, ['part?.rows'])).not.toThrow()
  const foreign = { scope: own, part: { rows: [own, { ...own, run_id: GREEN }] } }
  expect(() => assertReplyScope(NODE, foreign, ['part?.rows'])).toThrow(ScopeViolationError)
})

test('a tree that was asked for by its event alone must be of the run that its envelope names', () => {
  const asked = { run_id: undefined, node_id: undefined }
  const { rows: places } = ENDPOINTS.getEventTree
  const tree = (...events: readonly object[]) => ({
    scope: { run_id: BLUE },
    items: events.map((event) => ({ event })),
  })
  expect(() => assertReplyScope(asked, tree(own, own), places)).not.toThrow()
  expect(() => assertReplyScope(asked, tree(own, { ...own, run_id: GREEN }), places)).toThrow(ScopeViolationError)
  expect(() => assertReplyScope(asked, { items: [] }, places)).toThrow(ScopeViolationError)
})
