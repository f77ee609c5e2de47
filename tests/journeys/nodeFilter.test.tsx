import { aBundle, anEdge, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
const steps = [
  { node_id: 'plan', label: 'The plan', agent: 'planner', status: 'completed', seconds: 1 },
  { node_id: 'read', label: 'The read', agent: 'reader', status: 'failed', seconds: 30 },
  { node_id: 'write', label: 'The write', agent: 'writer', status: 'completed', seconds: 40 },
]
const bundle = aBundle({
  run: aRun({ run_id }),
  nodes: steps.map(({ seconds, ...step }, order_index) =>
    aNode({
      run_id,
      ...step,
      order_index,
      started_at: '2026-01-19T10:00:00.000000Z',
      completed_at: `2026-01-19T10:00:${String(seconds).padStart(2, '0')}.000000Z`,
    }),
  ),
  edges: [
    anEdge({ run_id, from_node_id: 'plan', to_node_id: 'read' }),
    anEdge({ run_id, from_node_id: 'read', to_node_id: 'write' }),
  ],
})
const scene = { data: [bundle], sessions: [aSession()] }
const PATIENT = { timeout: 60_000 }

/** Names of the nodes that are not dimmed. */
const standing = (within_: HTMLElement, selector: string) =>
  [...within_.querySelectorAll<HTMLElement>(selector)]
    .filter((element) => element.closest('[data-back]') === null)
    .map(({ dataset }) => dataset['nodeId'])

describe('the filter of nodes', PATIENT, () => {
  it('dims the other nodes in graph, outline and timeline alike, says how many match, and is cleared by a click', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}`, ...scene })
    const graph = await screen.findByRole('group', { name: /^Graph of the run/ })
    await within(graph).findByRole('button', { name: /^The read/ })
    await user.click(await screen.findByRole('button', { name: 'Filter nodes' }))
    await user.click(await screen.findByRole('checkbox', { name: 'failed' }))
    await waitFor(() => expect(standing(graph, '[data-node-id][data-card-id]')).toEqual(['read']))
    expect(screen.getByText('1 of 3 nodes match')).toBeInTheDocument()
    expect(location.search).toBe('?node.status=failed')
    await user.keyboard('{Escape}')

    await user.click(screen.getByRole('button', { name: 'Outline' }))
    const outline = await screen.findByRole('tree')
    await waitFor(() => expect(standing(outline, '[data-node-id]')).toEqual(['read']))
    expect(screen.getByText('1 of 3 nodes match')).toBeInTheDocument()

    await user.click(screen.getByRole('tab', { name: 'Timeline' }))
    const chart = await screen.findByRole('application', { name: 'Timeline' })
    await waitFor(() => expect(standing(chart, '[data-node-id]')).toEqual(['read']))
    expect(screen.getByText('1 of 3 nodes match')).toBeInTheDocument()

    await user.click(screen.getByRole('button', { name: 'Clear filter' }))
    await waitFor(() => expect(standing(chart, '[data-node-id]')).toEqual(['plan', 'read', 'write']))
    expect(location.search).not.toContain('node.')
  })

  it('comes from a link, and dims the rows of the table too', async () => {
    await renderApp({ url: `/runs/${run_id}?view=timeline&timeline=table&node.min=30000&node.agent=writer`, ...scene })
    const table = await screen.findByRole('treegrid')
    expect(await screen.findByText('1 of 3 nodes match')).toBeInTheDocument()
    const row = (name: RegExp) => within(table).getByRole('row', { name })
    expect(row(/The write/)).not.toHaveAttribute('data-back')
    expect(row(/The plan/)).toHaveAttribute('data-back')
    expect(row(/The read/)).toHaveAttribute('data-back')
  })

  it('leaves only the lanes of failures in the timeline on request, in chart and table', async () => {
    const { user } = await renderApp({ url: `/runs/${run_id}?view=timeline`, ...scene })
    const chart = await screen.findByRole('application', { name: 'Timeline' })
    await user.click(screen.getByRole('button', { name: 'Failed only' }))
    await waitFor(() => expect(standing(chart, '[data-node-id]')).toEqual(['read']))
    expect(location.search).toContain('lanes.only=failed')
    await user.click(screen.getByRole('radio', { name: 'Table' }))
    expect(within(await screen.findByRole('treegrid')).getAllByRole('row')).toHaveLength(2)
    await user.click(screen.getByRole('button', { name: 'Failed only' }))
    await waitFor(() => expect(within(screen.getByRole('treegrid')).getAllByRole('row')).toHaveLength(4))
  })
})
