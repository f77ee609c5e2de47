import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'

const run_id = BLUE
const NODES = 230

const ids = Array.from({ length: NODES }, (_, at) => `n${at}`)
const large = aBundle({
  run: aRun({ run_id }),
  nodes: ids.map((node_id, order_index) =>
    aNode({
      run_id,
      node_id,
      label: `Thing ${order_index}`,
      order_index,
      status: order_index === 99 ? 'failed' : 'completed',
    }),
  ),
  edges: ids.slice(1).map((to_node_id, at) => anEdge({ run_id, from_node_id: ids[at >> 1] ?? '', to_node_id })),
})

/** This browser has no canvas to paint on. */
it('a large run is read card by card where nothing can be painted', { timeout: 120_000 }, async () => {
  const { user } = await renderApp({ url: `/runs/${run_id}?fold=none`, data: [large], sessions: [aSession()] })
  const graph = await screen.findByRole('group', { name: /^Graph of the run/ })
  const patient = { timeout: 60_000 }
  await waitFor(() => expect(within(graph).getAllByRole('button', { name: /^Thing/ })).toHaveLength(NODES), patient)
  expect(graph.querySelectorAll('.react-flow__edge')).toHaveLength(NODES - 1)
  within(graph)
    .getByRole('button', { name: /^Thing 0 ?,/ })
    .focus()
  await user.keyboard('{End}')
  await waitFor(() => expect(within(graph).getByRole('button', { name: /^Thing 229 ?,/ })).toHaveFocus())
  await user.keyboard('{Enter}')
  expect(location.pathname).toBe(`/runs/${run_id}/nodes/n229`)
})
