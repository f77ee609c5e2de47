import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'

const run_id = BLUE
const ids = ['plan', 'team', 'step', 'end']
const run = aBundle({
  run: aRun({ run_id }),
  nodes: ids.map((node_id, order_index) =>
    aNode({
      run_id,
      node_id,
      label: `The ${node_id}`,
      order_index,
      ...(node_id === 'step' && { parent_node_id: 'team' }),
    }),
  ),
  edges: ids.slice(1).map((to_node_id, at) => anEdge({ run_id, from_node_id: ids[at] ?? '', to_node_id })),
})

/**
 * While a node of a group of two is open, nothing of the group is folded; and while nothing is folded, an open node is no matter of the picture. Were that asked of the picture on
 * screen, the picture with the group folded and the one with it drawn out would ask for each other, both known, in every render: more than React allows.
 */
it('a picture that nothing is folded in because a node is open stays as it is', { timeout: 60_000 }, async () => {
  await renderApp({ url: `/runs/${run_id}/nodes/step?fold=all`, data: [run], sessions: [aSession()] })
  const graph = await screen.findByRole('group', { name: /^Graph of the run/ })
  for (const id of ids)
    expect(
      await within(graph).findByRole('button', { name: new RegExp(`^The ${id} ?, agent node`) }),
    ).toBeInTheDocument()
  expect(within(graph).getByRole('status')).toHaveTextContent(/^4 nodes$/)
})
