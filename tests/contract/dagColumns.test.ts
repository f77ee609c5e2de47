import { type DagColumns, DagColumns as Schema } from '#contract/dagColumns.ts'
import { DagReply } from '#contract/scoped.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { wallTime } from '#server/store/prepare/eventTimes.ts'
import { packDag } from '#server/http/packDag.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

/* A graph in columns is the same graph, and columns that do not fit together are none. */

const RUN = '4870fb7a-4d8a-4e1d-8ee8-78091fbacc08'
const OTHER = '91000000-0000-4000-8000-000000000091'

const word = fc.constantFrom('agent', 'planning', 'completed', 'é😀', 'a word of its own')
const text = fc.option(fc.oneof(word, fc.string()))
const count = fc.nat({ max: 2_000_000_000 })
const figure = fc.option(count)
/** Mostly of this time; also the first and last moments that there are, and those beyond what a number holds exactly. */
const moment = fc.option(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1_700_000_000_000_000, max: 1_700_000_009_000_000 }).map(timestampOf) },
    fc.constantFrom('0001-01-01T00:00:00.000001Z', '9999-12-31T23:59:59.999999Z'),
    fc.constantFrom('1899-12-31T23:59:59.999999Z', '1900-01-01T00:00:00.000000Z', '2149-12-31T23:59:59.999999Z'),
  ),
)
const cut = fc.option(fc.record({ label: count }), { nil: undefined, freq: 4 })
const idAmong = (ids: readonly string[]) => fc.oneof(fc.constantFrom('gone', ...ids), fc.constant('elsewhere'))

const node = (node_id: string, ids: readonly string[]) =>
  fc
    .record({
      node_type: word,
      label: fc.oneof(word, fc.string()),
      agent: text,
      status: word,
      order_index: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      parent_node_id: fc.option(idAmong(ids)),
      started_at: moment,
      completed_at: moment,
      first_event_at: moment,
      last_event_at: moment,
      origin: fc.constantFrom('recorded', 'reconstructed', 'inferred'),
      meta: fc.constantFrom({}, { a: 1 }, { a: { b: [null, 'x'] } }),
      event_count: count,
      error_count: count,
      file_count: count,
      message_count: count,
      input_tokens: figure,
      output_tokens: figure,
      cost_usd: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })),
      cut,
    })
    .map(({ cut: own, ...fields }) => ({
      run_id: RUN,
      node_id,
      ...fields,
      duration_ms: wallTime(fields.started_at ?? fields.first_event_at, fields.completed_at ?? fields.last_event_at),
      ...(own && { cut: own }),
    }))

const edge = (ids: readonly string[]) =>
  fc
    .record({
      from_node_id: idAmong(ids),
      to_node_id: idAmong(ids),
      dependency_type: word,
      condition: text,
      origin: fc.constant('recorded'),
      message_count: count,
      cut,
    })
    .map(({ cut: own, ...fields }) => ({ run_id: RUN, ...fields, ...(own && { cut: own }) }))

const graph = fc
  .uniqueArray(
    fc.string({ minLength: 1, maxLength: 8 }).filter((id) => /^[\w-]+$/.test(id)),
    { maxLength: 12 },
  )
  .chain((ids) =>
    fc.record({
      scope: fc.constant({ run_id: RUN }),
      topology_hash: fc.string(),
      nodes: fc.tuple(...ids.map((id) => node(id, ids))),
      edges: fc.array(edge(ids), { maxLength: 20 }),
      events_without_node: count,
      unplaced_messages: fc.array(
        fc.record({
          node_id: fc.option(fc.constantFrom('a', 'b'), { nil: null }),
          count: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 3 },
      ),
    }),
  )
  .map((reply): DagReply => z.parse(DagReply, reply))

const overTheWire = (columns: DagColumns): DagColumns => z.parse(Schema, JSON.parse(JSON.stringify(columns)))

test('a graph that was packed, sent and unpacked is the same graph', () => {
  fc.assert(
    fc.property(graph, (dag) => {
      // -0 is 0 in JSON, packed or not.
      expect(unpackDag(overTheWire(packDag(dag)))).toEqual(JSON.parse(JSON.stringify(dag)))
    }),
  )
})

const small: DagReply = z.parse(DagReply, {
  scope: { run_id: RUN },
  topology_hash: 'h',
  nodes: ['a', 'b', 'c'].map((node_id, place) => ({
    run_id: RUN,
    node_id,
    node_type: 'agent',
    label: node_id,
    agent: place === 0 ? 'writer' : null,
    status: 'completed',
    order_index: place,
    parent_node_id: null,
    started_at: '2026-01-19T10:00:00.123456Z',
    completed_at: null,
    origin: 'recorded',
    meta: {},
    event_count: 0,
    error_count: 0,
    file_count: 0,
    message_count: 0,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    first_event_at: null,
    last_event_at: null,
    duration_ms: null,
  })),
  edges: [
    { from_node_id: 'a', to_node_id: 'b' },
    { from_node_id: 'b', to_node_id: 'c' },
  ].map((ends) => ({
    run_id: RUN,
    ...ends,
    dependency_type: 'sequential',
    condition: null,
    origin: 'recorded',
    message_count: 0,
  })),
  events_without_node: 0,
  unplaced_messages: [],
})

test('what is the same in all rows is sent once, the run above all', () => {
  const { node_columns, edge_columns } = packDag(small)
  expect([node_columns.run_id, edge_columns.run_id, node_columns.status]).toEqual([
    { words: [RUN], at: [] },
    { words: [RUN], at: [] },
    { words: ['completed'], at: [] },
  ])
  expect(node_columns.agent).toEqual({ words: ['writer', null], at: [0, 1, 1] })
  expect(node_columns.label).toEqual({ words: ['a', 'b', 'c'], at: [] })
})

test('each row says of which run it is, also where one is of another', () => {
  const foreign = small.nodes.map((row, place) => (place === 1 ? { ...row, run_id: z.parse(z.any(), OTHER) } : row))
  const { node_columns } = packDag({ ...small, nodes: foreign })
  expect(node_columns.run_id).toEqual({ words: [RUN, OTHER], at: [0, 1, 0] })
  const unpacked = unpackDag(overTheWire(packDag({ ...small, nodes: foreign })))
  expect(unpacked?.nodes.map(({ run_id }) => run_id)).toEqual([RUN, OTHER, RUN])
})

describe('columns that do not fit together are refused:', () => {
  const packed = packDag(small)
  const { node_columns, edge_columns } = packed
  const withNodes = (change: Partial<DagColumns['node_columns']>) => ({
    ...packed,
    node_columns: { ...node_columns, ...change },
  })
  const withEdges = (change: Partial<DagColumns['edge_columns']>) => ({
    ...packed,
    edge_columns: { ...edge_columns, ...change },
  })
  test.each<[string, DagColumns]>([
    ['a column that is too short', withNodes({ event_count: [0, 0] })],
    ['a column that is too long', withEdges({ message_count: [0, 0, 0] })],
    ['places of words that are too few', withNodes({ status: { words: ['completed'], at: [0] } })],
    ['a word that is not there', withNodes({ status: { words: ['completed'], at: [0, 1, 0] } })],
    ['rows without any word', withNodes({ status: { words: [], at: [] } })],
    ['more words than rows', withNodes({ status: { words: ['a', 'b', 'c', 'd'], at: [] } })],
    ['a parent that is not there', withNodes({ parent: [null, 3, null] })],
    ['a cut of no row', withNodes({ cut: [{ row: 3, cut: { label: 9 } }] })],
    ['an edge from before the first node', withEdges({ from: [-1, 0] })],
    ['an edge to after the last node', withEdges({ to: [1, 2] })],
  ])('%s', (_, columns) => {
    expect(unpackDag(columns)).toBeUndefined()
  })
})
