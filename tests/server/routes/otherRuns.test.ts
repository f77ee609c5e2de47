import { ENDPOINTS, pathOf } from '#contract/endpoints.ts'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import { aBundle, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { runId } from '#tests/support/testStore.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

test.each([
  { others: RUNS_COUNTED_MAX, capped: {} },
  { others: RUNS_COUNTED_MAX + 1, capped: { other_runs_are_capped: true } },
])('of $others other runs with the id of a node as many are told as are counted', async ({ others, capped }) => {
  const store = createMemoryStore()
  await store.writer.writeSessions([aSession({ session_id: 's' })])
  const runs = Array.from({ length: others + 1 }, (_, i) => aRun({ run_id: runId(i), session_id: 's' }))
  await store.writer.writeRuns(
    runs.map((run) => ({ bundle: aBundle({ run, nodes: [aNode({ run_id: run.run_id })] }) })),
  )
  const { node_id } = aNode()
  const response = await appOver(store).app.request(pathOf('getNode', { run_id: runId(0), node_id }))
  const { item: _item, scope: _scope, ...told } = z.parse(ENDPOINTS.getNode.reply, await response.json())
  expect(told).toEqual({ other_runs_with_this_node_id: RUNS_COUNTED_MAX, ...capped, run_is_imported: true })
})
