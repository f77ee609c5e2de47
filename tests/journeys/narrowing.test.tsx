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
  await user.click(await screen.findByRole('button', { name: 'Show a part of the graph' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

describe('a graph of which a part is shown', PATIENT, () => {
  it('shows what failed and what led there, says so, and leads back', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    await graph()
    await choose(user, 'Failed nodes and what led to them')
    await waitFor(async () => expect(await cards()).toEqual(['plan', 'read', 'sum']))
    expect(location.search).toBe('?only=failed')
    expect(await said()).toHaveTextContent('Failed nodes and what led to them: 3 of 6 nodes')
    await user.click(screen.getByRole('button', { name: 'Show all nodes' }))
    await waitFor(async () => expect(await cards()).toHaveLength(6))
    expect(location.search).toBe('')
  })

  it('shows one side of the node that is open, from the link as well', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}/nodes/write`, ...scene })
    await screen.findByRole('dialog', { name: 'The write' }, PATIENT)
    await choose(user, 'Upstream of The write')
    await waitFor(async () => expect(await cards()).toEqual(['look', 'plan', 'write']))
    expect(location.search).toBe('?upstream=write')
    await choose(user, 'Downstream of The write')
    await waitFor(async () => expect(await cards()).toEqual(['end', 'write']))
  })

  it('is the same part as an outline', async () => {
    await renderApp({ url: `/runs/${run_id}?graph=outline&upstream=write`, ...scene })
    const tree = await screen.findByRole('tree', { name: 'Outline of the graph' })
    expect(within(tree).getAllByRole('treeitem')).toHaveLength(3)
    expect(await said()).toHaveTextContent('Upstream of The write: 3 of 6 nodes')
  })

  it('says that nothing is as asked, and leads back', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?upstream=nowhere`, ...scene })
    expect(await screen.findByText(/no node with the id/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Show all nodes' }))
    await waitFor(async () => expect(await cards()).toHaveLength(6))
  })
})

it('what a search does not find stands back in the picture', PATIENT, async () => {
  await renderApp({ url: `/runs/${run_id}?find=the+su`, ...scene })
  await graph()
  const card = (name: RegExp) => screen.findByRole('button', { name })
  await waitFor(async () => expect(await card(/^The sum ?, agent/)).not.toHaveAttribute('data-back'))
  await waitFor(async () => expect(await card(/^The plan ?, agent/)).toHaveAttribute('data-back'))
})
