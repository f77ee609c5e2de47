import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
/** Two ways from the plan to the end; reading failed. */
const forked = aBundle({
  run: aRun({ run_id }),
  nodes: ['plan', 'read', 'look', 'sum', 'write', 'end'].map((node_id, order_index) =>
    aNode({
      run_id,
      node_id,
      label: `The ${node_id}`,
      order_index,
      status: node_id === 'sum' ? 'failed' : 'completed',
    }),
  ),
  edges: ['plan>read', 'plan>look', 'read>sum', 'look>write', 'sum>end', 'write>end'].map((tie) => {
    const [from_node_id = '', to_node_id = ''] = tie.split('>')
    return anEdge({ run_id, from_node_id, to_node_id })
  }),
})
const scene = { data: [forked], sessions: [aSession()] }
const PATIENT = { timeout: 60_000 }

const graph = () => screen.findByRole('group', { name: /^Graph of the run/ })
const cards = async () =>
  within(await graph())
    .getAllByRole('button', { name: /^The / })
    .map((card) => card.dataset['nodeId'])
    .toSorted((a = '', b = '') => (a < b ? -1 : 1))
const said = async () => (await screen.findByText(/^(Upstream of|Failed nodes)/)).closest('[role="status"]')
const choose = async (user: Awaited<ReturnType<typeof renderApp>>['user'], name: string) => {
  await user.click(await screen.findByRole('button', { name: 'Filter graph' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

describe('the graph filter', PATIENT, () => {
  it('shows failed nodes and their upstream, says so, and can be cleared', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    await graph()
    await choose(user, 'Failed nodes and upstream')
    await waitFor(async () => expect(await cards()).toEqual(['plan', 'read', 'sum']))
    expect(location.search).toBe('?only=failed')
    expect(await said()).toHaveTextContent('Failed nodes and upstream: 3 of 6 nodes')
    await user.click(screen.getByRole('button', { name: 'Show all nodes' }))
    await waitFor(async () => expect(await cards()).toHaveLength(6))
    expect(location.search).toBe('')
  })

  it('shows one side of the open node, also from a link', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}/nodes/write`, ...scene })
    await screen.findByRole('dialog', { name: 'The write' }, PATIENT)
    await choose(user, 'Upstream of The write')
    await waitFor(async () => expect(await cards()).toEqual(['look', 'plan', 'write']))
    expect(location.search).toBe('?upstream=write')
    await choose(user, 'Downstream of The write')
    await waitFor(async () => expect(await cards()).toEqual(['end', 'write']))
  })

  it('applies to the outline too', async () => {
    await renderApp({ url: `/runs/${run_id}?graph=outline&upstream=write`, ...scene })
    const tree = await screen.findByRole('tree', { name: 'Graph outline' })
    expect(within(tree).getAllByRole('treeitem')).toHaveLength(3)
    expect(await said()).toHaveTextContent('Upstream of The write: 3 of 6 nodes')
  })

  it('says that no node matches, and can be cleared', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?upstream=nowhere`, ...scene })
    expect(await screen.findByText(/no node with the id/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Show all nodes' }))
    await waitFor(async () => expect(await cards()).toHaveLength(6))
  })
})

it('nodes without a search match are dimmed in the diagram', PATIENT, async () => {
  await renderApp({ url: `/runs/${run_id}?find=the+su`, ...scene })
  await graph()
  const card = (name: RegExp) => screen.findByRole('button', { name })
  await waitFor(async () => expect(await card(/^The sum ?, agent/)).not.toHaveAttribute('data-back'))
  await waitFor(async () => expect(await card(/^The plan ?, agent/)).toHaveAttribute('data-back'))
})
