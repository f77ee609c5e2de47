import { foreignItem } from '#mocks/faults.ts'
import { aBundle, aFile, aMessage, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const RUN = aRun().run_id
const url = `/runs/${RUN}?view=overview`
const address = () => new URLSearchParams(location.search)
const at = (second: number) => `2026-01-20T10:00:${String(second).padStart(2, '0')}.000000Z`
const spent = (input: number, cost_usd: number, model: string) => ({
  meta: { model, tokens: { input, output: 1 }, cost_usd },
})

const failedRun = aBundle({
  run: aRun({ status: 'failed', task_description: 'Count the **birds**' }),
  nodes: [aNode({ node_id: 'read', label: 'Read photos' }), aNode({ node_id: 'count', label: 'Count birds' })],
  events: [
    anEvent({
      event_id: 'a',
      node_id: 'read',
      event_type: 'llm_call',
      agent_name: 'reader',
      started_at: at(1),
      completed_at: at(4),
      ...spent(1000, 0.5, 'small'),
      outputs: { role: 'assistant', content: 'Three photos' },
    }),
    anEvent({
      event_id: 'b',
      node_id: 'count',
      event_type: 'agent_call',
      agent_name: 'counter',
      started_at: at(5),
      completed_at: at(30),
      error_message: 'The tool failed',
      execution_order: 1,
      ...spent(3000, 9, 'sum'),
    }),
    anEvent({
      event_id: 'c',
      node_id: 'count',
      event_type: 'tool_call',
      agent_name: 'counter',
      parent_event_id: 'b',
      started_at: at(6),
      completed_at: at(8),
      error_message: 'No such lens',
      execution_order: 2,
    }),
    anEvent({
      event_id: 'd',
      node_id: 'count',
      event_type: 'llm_call',
      agent_name: 'counter',
      parent_event_id: 'b',
      started_at: at(9),
      completed_at: at(29),
      execution_order: 3,
      ...spent(2000, 1.25, 'large'),
    }),
  ],
  files: [aFile({ file_id: 'f1', file_path: 'birds.csv', created_at: at(3) })],
})

const open = () => renderApp({ url, data: [failedRun], sessions: [aSession()] })
const table = async (name: string) => within(await screen.findByRole('table', { name }))
describe('the overview of a run', () => {
  it('is its first tab, and the graph stays what a plain link opens', async () => {
    await renderApp({ url: `/runs/${RUN}`, data: [failedRun], sessions: [aSession()] })
    const [first, second] = await screen.findAllByRole('tab')
    expect(first).toHaveTextContent('Overview')
    expect(second).toHaveAttribute('aria-selected', 'true')
  })

  it('says why the run failed, and leads to the cause and to where it surfaced', async () => {
    const { user } = await open()
    const because = await screen.findByText(/^Failed because of/)
    expect(because).toHaveTextContent(/in Count birds/)
    expect(await screen.findByText('No such lens', { selector: 'pre' })).toBeInTheDocument()
    const surfaced = within(screen.getByText(/^It surfaced in/))
    await user.click(within(because).getByRole('button'))
    expect(location.pathname).toBe(`/runs/${RUN}/nodes/count`)
    expect(address().get('event')).toBe('c')
    await user.click(surfaced.getByRole('button'))
    expect(address().get('event')).toBe('b')
    expect(address().get('view')).toBe('overview')
  })

  it('tells where cost, tokens and time went, with sums that are those of the header', async () => {
    await open()
    const rows = (await table('By node'))
      .getAllByRole('row')
      .map((row) => [...row.children].map((cell) => cell.textContent))
    expect(rows).toEqual([
      ['Node', '', 'Cost ↓', 'Tokens', 'Time', 'Events', 'Errors'],
      ['Count birds', '', '$1.25', '2K', '25 s', '3', '2'],
      ['Read photos', '', '$0.5000', '1K', '3.0 s', '1', '0'],
      ['Total', '', '$1.75', '3K', '–', '4', '2'],
    ])
    expect(screen.getByText('Cost', { selector: 'dt' }).parentElement).toHaveTextContent('$1.75')
    expect((await table('By agent')).getByRole('rowheader', { name: 'counter' })).toBeInTheDocument()
    expect((await table('By model')).getByRole('rowheader', { name: 'large' })).toBeInTheDocument()
  })

  it('sorts all breakdowns by a figure, and the link keeps it', async () => {
    const { user } = await open()
    const models = await table('By model')
    expect(models.getAllByRole('rowheader').map((each) => each.textContent)).toEqual(['large', 'small', 'sum', 'Total'])
    await user.click(models.getByRole('button', { name: 'Time' }))
    expect(models.getAllByRole('rowheader').map((each) => each.textContent)).toEqual(['sum', 'large', 'small', 'Total'])
    expect((await table('By agent')).getByRole('columnheader', { name: /Time/ })).toHaveAttribute(
      'aria-sort',
      'descending',
    )
    expect(address().get('by')).toBe('time')
  })

  it('opens a node, the events of an agent, a call and a file', async () => {
    const { user } = await open()
    await user.click((await table('By node')).getByRole('button', { name: 'Read photos' }))
    expect(location.pathname).toBe(`/runs/${RUN}/nodes/read`)
    await user.click(screen.getByRole('button', { name: /asked large.*\$1\.25/ }))
    expect(address().get('event')).toBe('d')
    await user.click(await screen.findByRole('button', { name: 'birds.csv' }))
    expect([address().get('view'), address().get('file')]).toEqual(['files', 'f1'])
    history.back()
    await user.click(await within(screen.getByRole('main')).findByRole('tab', { name: 'Overview' }))
    await user.click((await table('By agent')).getByRole('button', { name: 'reader' }))
    expect([address().get('view'), address().get('ev.agent')]).toEqual(['events', 'reader'])
  })

  it('shows the final output as text, or the last message where that is later', async () => {
    const { user } = await open()
    expect(await screen.findByRole('heading', { name: 'Final output of Read photos' })).toBeInTheDocument()
    expect(await screen.findByText('Three photos')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Open this event' }))
    expect(address().get('event')).toBe('a')
  })

  it('shows the last message', async () => {
    const messages = [
      aMessage({
        message_id: 'm1',
        timestamp: at(50),
        sender: 'counter',
        recipient: 'you',
        content: 'Seven **birds**',
      }),
      aMessage({ message_id: 'm2', timestamp: at(40), content: 'Still counting' }),
    ]
    const { user } = await renderApp({ url, data: [{ ...failedRun, messages }], sessions: [aSession()] })
    expect(await screen.findByRole('heading', { name: 'Last message' })).toBeInTheDocument()
    expect(await screen.findByText('birds')).toHaveProperty('tagName', 'STRONG')
    await user.click(screen.getByRole('button', { name: 'Open in messages' }))
    expect([address().get('view'), address().get('message')]).toEqual(['messages', 'm1'])
  })

  it('says what is missing in an empty run', async () => {
    await renderApp({
      url,
      data: [aBundle({ run: aRun({ status: 'failed', task_description: null }) })],
      sessions: [aSession()],
    })
    expect(await screen.findByText('No task was recorded.')).toBeInTheDocument()
    expect(screen.getByText('No event of this run tells why it failed.')).toBeInTheDocument()
    expect(screen.getByText('No output or message was recorded.')).toBeInTheDocument()
    expect(await screen.findByText('This run has no files.')).toBeInTheDocument()
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('is rejected as a whole if one row is from another run', async () => {
    await renderApp({
      url: `/runs/${BLUE}?view=overview`,
      faults: (store) => [foreignItem(store, 'getRunOverview', GREEN, { run_id: BLUE })],
    })
    expect(await screen.findByRole('alert')).toHaveTextContent(/The overview of this run – rejected/)
    expect(screen.getByRole('tabpanel')).not.toHaveTextContent(CANARY.green)
  })
})
