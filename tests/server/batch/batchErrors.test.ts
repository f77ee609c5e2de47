import { expect, test } from 'vitest'
import { Batch } from '#contract/batch.ts'
import { RunId } from '#contract/ids.ts'
import { JSON_DEPTH_MAX, type JsonValue } from '#contract/json.ts'
import { aNode } from '#mocks/fixtures/builders.ts'
import { errorsAgainstStore, errorsInBatch } from '#server/batch/batchErrors.ts'
import { keysOf } from '#server/batch/mergeBatch.ts'
import type { KeyedRows } from '#server/store/ports/rows.ts'
import { runId } from '#tests/support/testStore.ts'
import * as z from 'zod/mini'

const RUN = z.parse(RunId, runId(1))
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as JsonValue
const deep = nested(JSON_DEPTH_MAX + 1)
const deepMeta = { a: nested(JSON_DEPTH_MAX) }

const stored = (node_ids: readonly string[] = []): KeyedRows => ({
  run: undefined,
  writer: undefined,
  sessions: [],
  nodes: node_ids.map((node_id) => aNode({ run_id: RUN, node_id })),
  edges: [],
  events: [],
  files: [],
  messages: [],
})

const errorsIn = (body: unknown) => errorsInBatch(RUN, z.parse(Batch, body))
const errorsAgainst = (body: unknown, node_ids: readonly string[] = []) =>
  errorsAgainstStore(z.parse(Batch, body), stored(node_ids))

test('a row of another run is named by its position, in every list', () => {
  const own = { run_id: RUN }
  const foreign = { run_id: runId(2) }
  const errors = errorsIn({
    messages: [{ message_id: 'm', ...foreign }],
    files: [{ file_id: 'f', ...foreign }],
    events: [{ event_id: 'e' }, { event_id: 'e2', ...own }, { event_id: 'e3', ...foreign }],
    edges: [{ from_node_id: 'n', to_node_id: 'n', ...foreign }],
    nodes: [
      { node_id: 'n', ...own },
      { node_id: 'n2', ...foreign },
    ],
    sessions: [{ session_id: 's' }],
    run: foreign,
  })
  const places = ['/run', '/nodes/1', '/edges/0', '/events/2', '/files/0', '/messages/0']
  expect(errors).toEqual(
    places.map((place) => ({ field: `${place}/run_id`, message: 'must be the run_id of the path' })),
  )
})

test('each payload that is nested too deeply is named by its field, in every list', () => {
  const message = `nests JSON deeper than ${JSON_DEPTH_MAX} levels`
  const meta = deepMeta
  const errors = errorsIn({
    run: { meta },
    sessions: [{ session_id: 's', meta }],
    nodes: [{ node_id: 'n', meta }],
    edges: [{ from_node_id: 'n', to_node_id: 'n' }],
    events: [
      { event_id: 'e', inputs: nested(JSON_DEPTH_MAX), outputs: nested(JSON_DEPTH_MAX) },
      { meta, outputs: deep, inputs: deep, event_id: 'e2' },
    ],
    files: [{ file_id: 'f', meta }],
    messages: [{ message_id: 'm', meta }],
  })
  expect(errors).toEqual(
    [
      '/run/meta',
      '/sessions/0/meta',
      '/nodes/0/meta',
      '/events/1/inputs',
      '/events/1/outputs',
      '/events/1/meta',
      '/files/0/meta',
      '/messages/0/meta',
    ].map((field) => ({ field, message })),
  )
})

test('of one row, the foreign run comes before the payload, and contents come last', () => {
  const errors = errorsIn({
    files: [{ file_id: 'f', run_id: runId(2), meta: deepMeta, content_base64: '!' }],
    messages: [{ message_id: 'm', run_id: runId(2) }],
  })
  expect(errors.map(({ field }) => field)).toEqual([
    '/files/0/run_id',
    '/files/0/meta',
    '/messages/0/run_id',
    '/files/0/content_base64',
  ])
})

test('a node that is neither stored nor in the batch is named wherever it stands', () => {
  const body = {
    nodes: [{ node_id: 'given', parent_node_id: 'not checked' }],
    edges: [
      { from_node_id: 'gone', to_node_id: 'gone too' },
      { from_node_id: 'given', to_node_id: 'stored' },
    ],
    events: [{ event_id: 'e', node_id: null }, { event_id: 'e2' }, { event_id: 'e3', node_id: 'gone' }],
    files: [{ file_id: 'f', node_id: 'gone' }],
    messages: [{ message_id: 'm', node_id: 'gone' }],
  }
  const fields = [
    '/edges/0/from_node_id',
    '/edges/0/to_node_id',
    '/events/2/node_id',
    '/files/0/node_id',
    '/messages/0/node_id',
  ]
  expect(errorsAgainst(body, ['stored'])).toEqual(
    fields.map((field) => ({ field, message: 'names a node that is neither stored nor in this batch' })),
  )
  expect(errorsAgainst(body, ['stored', 'gone', 'gone too'])).toEqual([])
})

test('the nodes that a batch names are looked up once each', () => {
  const { node_ids } = keysOf(
    RUN,
    z.parse(Batch, {
      nodes: [{ node_id: 'a' }, { node_id: 'a' }],
      edges: [{ from_node_id: 'a', to_node_id: 'b' }],
      events: [{ event_id: 'e', node_id: null }, { event_id: 'e2' }, { event_id: 'e3', node_id: 'c' }],
      files: [{ file_id: 'f', node_id: 'd' }],
      messages: [{ message_id: 'm', node_id: 'e' }],
    }),
  )
  expect(node_ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
})
