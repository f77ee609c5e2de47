import { expect, test } from 'vitest'
import { EventId, FileId, MessageId, NodeId, SessionId } from '#contract/ids.ts'
import { aBundle, aFile, aMessage, aNode, aRun, aSession, anEdge, anEvent } from '#mocks/fixtures/builders.ts'
import type { RowKeys } from '#server/store/ports/rows.ts'
import type { Store } from '#server/store/ports/store.ts'
import { runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const other = { run_id: aRun({ run_id: runId(7) }).run_id }

const NOTHING: RowKeys = { session_ids: [], node_ids: [], edges: [], event_ids: [], file_ids: [], message_ids: [] }
/** Keys of which some are stored, some are another run's, and some are nobody's. */
const KEYS: RowKeys = {
  session_ids: ['session-1', 'nobody'].map((id) => SessionId.parse(id)),
  node_ids: ['planning', 'planning', 'nobody'].map((id) => NodeId.parse(id)),
  edges: [anEdge(), anEdge({ from_node_id: 'step_1', to_node_id: 'planning' })],
  event_ids: ['event-1', 'foreign', 'nobody'].map((id) => EventId.parse(id)),
  file_ids: ['file-1', 'nobody'].map((id) => FileId.parse(id)),
  message_ids: ['message-1', 'nobody'].map((id) => MessageId.parse(id)),
}

export function rowsContract(store: () => Store): void {
  const rows = () => store().repositories.rows
  const bundle = aBundle({
    run: aRun({ started_at: '2026-01-20T10:00:00.000001Z', meta: { b: 1, a: [null] } }),
    nodes: [aNode({ node_id: 'planning', meta: { deep: { er: 1 } }, order_index: -3 }), aNode()],
    edges: [anEdge({ condition: 'if it rains' })],
    events: [anEvent({ node_id: 'planning', inputs: { q: 'é' }, error_message: 'x'.repeat(5000), duration_ms: 0.125 })],
    files: [aFile({ node_id: 'planning', content: new TextEncoder().encode('bytes') })],
    messages: [aMessage({ node_id: 'step_1' })],
  })

  test('of the asked keys are found whole, each once, and those of another run are not', async () => {
    const foreign = aBundle({
      run: aRun(other),
      nodes: [aNode({ ...other, node_id: 'planning', label: 'foreign' }), aNode({ ...other, node_id: 'nobody' })],
      events: [anEvent({ ...other, event_id: 'foreign' })],
      files: [aFile({ ...other, file_id: 'nobody' })],
      messages: [aMessage({ ...other, message_id: 'nobody' })],
    })
    await storeRuns(store(), bundle, foreign)
    const found = await rows().findRows(RUN, KEYS)
    expect(found).toMatchObject({
      run: bundle.run,
      sessions: [aSession()],
      nodes: bundle.nodes.slice(0, 1),
      edges: bundle.edges,
      events: bundle.events,
      files: [{ file_id: 'file-1', has_content: true, size_bytes: 5 }],
      messages: bundle.messages,
    })
    expect([found.nodes.length, found.events.length, found.files.length, found.messages.length]).toEqual([1, 1, 1, 1])
  })

  test('of no keys are none, but for the run', async () => {
    await storeRuns(store(), bundle)
    const none = { sessions: [], nodes: [], edges: [], events: [], files: [], messages: [] }
    expect(await rows().findRows(RUN, NOTHING)).toEqual({ run: bundle.run, writer: 'import', ...none })
    expect(await rows().findRows(other.run_id, NOTHING)).toEqual({ run: undefined, writer: undefined, ...none })
  })
}
