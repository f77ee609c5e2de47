import type { EventBrief } from '#server/store/ports/events.ts'
import { EventColumns } from '#contract/columns.ts'
import { EventId, NodeId, RunId } from '#contract/ids.ts'
import { aRun } from '#mocks/fixtures/builders.ts'
import { eventColumns } from '#server/http/eventColumns.ts'
import { runId } from '#tests/support/testStore.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const RUN = aRun().run_id
const eventId = (id: string) => z.parse(EventId, id)
const nodeId = (id: string) => z.parse(NodeId, id)

const brief = (event_id: string, over: Partial<EventBrief> = {}): EventBrief => ({
  run_id: RUN,
  node_id: null,
  event_id: eventId(event_id),
  parent_event_id: null,
  event_type: 'info',
  event_subtype: null,
  status: null,
  agent_name: null,
  model: null,
  duration_ms: null,
  execution_order: null,
  depth: null,
  is_error: false,
  input_tokens: null,
  output_tokens: null,
  cost_usd: null,
  headline: 'info',
  started_us: null,
  completed_us: null,
  ...over,
})

test('no rows make empty columns that the contract takes', () => {
  const columns = eventColumns([])
  expect(z.parse(EventColumns, columns)).toEqual(columns)
  expect(columns.scopes).toEqual([])
})

test('one row is found at the first place of every column', () => {
  const row = brief('a', {
    node_id: nodeId('step_1'),
    event_type: 'llm_call',
    event_subtype: 'execution',
    status: 'completed',
    agent_name: 'Ann',
    model: 'large',
    duration_ms: 0.5,
    execution_order: -3,
    depth: 2,
    is_error: true,
    input_tokens: 7,
    output_tokens: 0,
    cost_usd: 0.5,
    headline: 'asked large',
    started_us: 1_000_001,
    completed_us: -1,
  })
  const columns = eventColumns([row])
  expect(columns).toEqual({
    event_id: ['a'],
    scopes: [{ run_id: RUN, node_id: 'step_1' }],
    scope_at: [0],
    parent: [null],
    event_type: { words: ['llm_call'], at: [0] },
    event_subtype: { words: ['execution'], at: [0] },
    status: { words: ['completed'], at: [0] },
    agent_name: { words: ['Ann'], at: [0] },
    model: { words: ['large'], at: [0] },
    started_us: [1_000_001],
    completed_us: [-1],
    duration_ms: [0.5],
    execution_order: [-3],
    depth: [2],
    input_tokens: [7],
    output_tokens: [0],
    cost_usd: [0.5],
    headline: ['asked large'],
    error_rows: [0],
  })
  expect(z.parse(EventColumns, columns)).toEqual(columns)
})

test('a word that repeats is given once, and a missing one is a word like any other', () => {
  const agents = ['Ann', null, 'Bob', 'Ann', null, 'null']
  const { agent_name } = eventColumns(agents.map((name, i) => brief(`e${i}`, { agent_name: name })))
  expect(agent_name).toEqual({ words: ['Ann', null, 'Bob', 'null'], at: [0, 1, 2, 0, 1, 3] })
})

test('a parent is a place where it is in the reply, before or behind its child, and an id where it is not', () => {
  const { parent } = eventColumns([
    brief('child', { parent_event_id: eventId('root') }),
    brief('root'),
    brief('own parent', { parent_event_id: eventId('own parent') }),
    brief('orphan', { parent_event_id: eventId('elsewhere') }),
  ])
  expect(parent).toEqual([1, null, 2, 'elsewhere'])
})

test('each scope is given once, and no two scopes become one', () => {
  const other = z.parse(RunId, runId(7))
  const rows = [
    brief('a', { node_id: nodeId('n') }),
    brief('b'),
    brief('c', { run_id: other, node_id: nodeId('n') }),
    brief('d', { node_id: nodeId('n') }),
    brief('e', { node_id: nodeId('null') }),
    brief('f', { run_id: other }),
  ]
  const { scopes, scope_at } = eventColumns(rows)
  expect(scopes).toHaveLength(5)
  expect(scope_at.map((place) => scopes[place])).toEqual(rows.map(({ run_id, node_id }) => ({ run_id, node_id })))
})

test('the places of errors are listed in ascending order', () => {
  const { error_rows } = eventColumns(['a', 'b', 'c', 'd'].map((id, i) => brief(id, { is_error: i % 2 === 1 })))
  expect(error_rows).toEqual([1, 3])
})
