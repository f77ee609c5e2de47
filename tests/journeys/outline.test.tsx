import { aBundle, aMessage, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
const NAMES = ['plan', 'draft', 'check', 'merge', 'end']
/** A fork and its join; drafting failed. */
const forked = aBundle({
  run: aRun({ run_id }),
  nodes: NAMES.map((node_id, order_index) =>
    aNode({
      run_id,
      node_id,
      label: `The ${node_id}`,
      order_index,
      status: node_id === 'draft' ? 'failed' : 'completed',
    }),
  ),
  edges: ['plan>draft', 'plan>check', 'draft>merge', 'check>merge', 'merge>end'].map((tie) => {
    const [from_node_id = '', to_node_id = ''] = tie.split('>')
    return anEdge({ run_id, from_node_id, to_node_id })
  }),
})
const scene = { data: [forked], sessions: [aSession()] }

const names = () => screen.getAllByRole('treeitem').map((item) => item.textContent?.split(',')[0])

describe('the outline of a graph', () => {
  it('replaces the diagram, and a link restores it', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    await screen.findByRole('button', { name: /^The draft/ })
    await user.click(screen.getByRole('button', { name: 'Outline' }))
    expect(await screen.findByRole('tree', { name: 'Graph outline' })).toBeInTheDocument()
    expect(location.search).toBe('?graph=outline')
    expect(names()).toEqual([
      'The plan',
      'The draft',
      'leads to The merge',
      'The check',
      'leads to The merge',
      'The merge',
      'The end',
    ])
    expect(screen.getByRole('treeitem', { name: /^The merge/ })).toHaveAccessibleName(
      /^The merge ?, completed ?, agent node ?, 0 events ?; follows The draft and The check, leads to The end$/,
    )
  })

  it('works by keyboard alone', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?graph=outline`, ...scene })
    const plan = await screen.findByRole('treeitem', { name: /^The plan/ })
    expect(plan).toHaveAttribute('aria-expanded', 'true')
    plan.focus()
    await user.keyboard('{F8}')
    expect(screen.getByRole('treeitem', { name: /^The draft ?, failed/ })).toHaveFocus()
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(names()).toEqual(['The plan', 'The merge', 'The end'])
    // What is folded away is unfolded to.
    await user.keyboard('{F8}')
    expect(screen.getByRole('treeitem', { name: /^The draft/ })).toHaveFocus()
    await user.keyboard('{]}')
    expect(screen.getByRole('treeitem', { name: /^The merge/ })).toHaveFocus()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('dialog', { name: /The merge/ })).toBeInTheDocument()
    expect(screen.getByRole('treeitem', { name: /^The merge/ })).toHaveAttribute('aria-selected', 'true')
    expect(screen.getAllByRole('treeitem', { selected: true })).toHaveLength(1)
  })
})

describe('the messages between two nodes', () => {
  it('are counted on the edge, and a click filters by them', async () => {
    const [blue] = twinRuns
    const data = blue && [
      {
        ...blue,
        messages: [
          ...blue.messages,
          aMessage({ run_id, message_id: 'aside', sender: 'somebody', recipient: 'else', content: 'cobalt aside' }),
        ],
      },
    ]
    const { user } = await renderApp({ url: `/runs/${run_id}`, data: data ?? [], sessions: twinSessions })
    await user.click(
      await screen.findByRole('button', { name: /^2 messages between Plan cobalt work and Measure cobalt$/ }),
    )
    const feed = await screen.findByRole('feed')
    expect(within(feed).getAllByRole('article')).toHaveLength(2)
    expect(screen.getByText(/^Between/)).toHaveTextContent('Between Plan cobalt work and Measure cobalt')
    await user.click(screen.getByRole('button', { name: 'Show all messages of this run' }))
    expect(await screen.findByText('cobalt aside')).toBeInTheDocument()
  })
})
