import type { DagReply } from '#contract/scoped.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'
import { AppProviders } from '#src/app/AppProviders.tsx'
import { createQueryClient } from '#src/app/queryClient.ts'
import { DAGVisualization } from '#src/graph/DAGVisualization.tsx'
import { createNavigationStore } from '#src/navigation/navigationStore.ts'
import { render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'

const run_id = BLUE

async function graphOf(size: number): Promise<DagReply> {
  const store = createMemoryStore()
  await store.writer.writeSessions([aSession()])
  const ids = Array.from({ length: size }, (_, at) => `n${at}`)
  await store.writer.writeRun(
    aBundle({
      run: aRun({ run_id }),
      nodes: ids.map((node_id, at) =>
        aNode({ run_id, node_id, label: `The ${node_id}`, order_index: at, status: 'running' }),
      ),
      edges: ids.slice(1).map((to_node_id, at) => anEdge({ run_id, from_node_id: ids[at >> 1] ?? '', to_node_id })),
    }),
  )
  return { scope: { run_id }, ...(await new DAGMetadataEnricher(store.repositories).enrichGraph(run_id)) }
}

/** A node that notes when its card renders: nothing else asks how many files it has. */
function watched(node: EnrichedNode, rendered: string[]): EnrichedNode {
  const { file_count } = node
  return Object.defineProperty({ ...node }, 'file_count', {
    enumerable: true,
    get() {
      rendered.push(node.node_id)
      return file_count
    },
  })
}

it('a status that changes in a run of 200 nodes renders one card', { timeout: 120_000 }, async () => {
  history.replaceState(null, '', `/runs/${run_id}?fold=none`)
  const rendered: string[] = []
  const read = await graphOf(200)
  const dag = { ...read, nodes: read.nodes.map((node) => watched(node, rendered)) }
  const navigation = createNavigationStore(window)
  const client = createQueryClient(1)
  const onOpen = () => undefined
  const app = (now: DagReply) => (
    <AppProviders navigation={navigation} queryClient={client} env="test">
      <DAGVisualization dag={now} found={undefined} selected={undefined} onOpen={onOpen} />
    </AppProviders>
  )
  const { rerender } = render(app(dag))
  await waitFor(() => expect(screen.getAllByRole('button', { name: /^The n/ })).toHaveLength(200), { timeout: 60_000 })
  await new Promise((resolve) => setTimeout(resolve, 50))

  rendered.length = 0
  const node = dag.nodes[7]
  if (!node) throw new Error('the graph has no such node')
  // As a frame of the stream leaves it: other nodes and edges are the same objects.
  const changed = watched({ ...node, status: 'completed' }, rendered)
  const now = { ...dag, nodes: dag.nodes.map((other) => (other === node ? changed : other)) }
  rendered.length = 0
  rerender(app(now))
  await screen.findByRole('button', { name: /^The n7 ?, agent node ?, completed/ })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([...new Set(rendered)]).toEqual(['n7'])
})
