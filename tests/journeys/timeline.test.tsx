import { aBundle, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const timeline = `/runs/${BLUE}?view=timeline`

describe('the timeline of a run', () => {
  it('is walked by keyboard from lane to lane and bar to bar, announces each bar, and opens one', async () => {
    const { user } = await renderApp({ url: timeline })
    const chart = await screen.findByRole('application', { name: 'Timeline' })
    act(() => chart.focus())
    const cursor = screen.getByRole('status', { name: 'Bar at the cursor' })

    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    expect(cursor).toHaveTextContent(/^Measure cobalt, completed · cobalt-engineer · .* · 7m 00s · 1 error/)
    await user.keyboard('{ArrowRight}{ArrowRight}')
    expect(cursor).toHaveTextContent(/^ran Python, 1 line, exit 0, completed .* 1m 00s/)
    await user.keyboard('e')
    expect(cursor).toHaveTextContent(/^cobalt probe lost, failed/)

    await user.keyboard('{Enter}')
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByRole('heading', { name: /Measure cobalt/ })).toBeInTheDocument()
    expect(location.search).toContain('event=cobalt-error')
  })

  it('shows the facts of the bar at the keyboard cursor as a tooltip, which Escape closes', async () => {
    const { user } = await renderApp({ url: timeline })
    const chart = await screen.findByRole('application', { name: 'Timeline' })
    const tip = () => document.querySelector('[data-bar-tip]')
    act(() => chart.focus())
    expect(tip()).toBeNull()
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    expect(tip()).toHaveTextContent(/^Measure cobalt.*Type.*Status\s*completed.*Agent\s*cobalt-engineer.*Start.*7m 00s/)
    await user.keyboard('{Escape}')
    expect(tip()).toBeNull()
    expect(chart).toHaveFocus()
    await user.keyboard('{ArrowUp}')
    expect(tip()).toHaveTextContent(/^Plan cobalt work/)
    act(() => chart.blur())
    expect(tip()).toBeNull()
  })

  it('zooms, and the link keeps the visible time', async () => {
    const { user } = await renderApp({ url: timeline })
    act(() => screen.queryByRole('application')?.focus())
    await user.click(await screen.findByRole('button', { name: /Zoom in/ }))
    await waitFor(() => expect(location.search).toMatch(/window=\d+-\d+/))
    const [, from = 0, to = 0] = (/window=(\d+)-(\d+)/.exec(location.search) ?? []).map(Number)
    // A half of nine minutes and nothing, in microseconds.
    expect(to - from).toBeGreaterThan(4 * 60e6)
    expect(to - from).toBeLessThan(5 * 60e6)
    const [beginning] = screen.getAllByRole('slider')
    expect(beginning).toHaveAttribute(
      'aria-valuenow',
      String(Math.round((from - Date.UTC(2026, 0, 19, 10) * 1000 - 123_456) / 1000)),
    )

    await user.click(screen.getByRole('button', { name: /Show whole run/ }))
    await waitFor(() => expect(location.search).not.toContain('window='))
  })

  it('keeps the visible time of a link that opens an event outside it', async () => {
    const began = Date.UTC(2026, 0, 19, 10) * 1000 + 123_456
    const window = `${began + 8.5 * 60e6}-${began + 9 * 60e6}`
    const { user } = await renderApp({
      url: `/runs/${BLUE}/nodes/step_1?view=timeline&event=cobalt-code&window=${window}`,
    })
    await screen.findByRole('application', { name: 'Timeline' })
    const [beginning] = screen.getAllByRole('slider')
    expect(beginning).toHaveAttribute('aria-valuenow', String(8.5 * 60_000))
    expect(location.search).toContain(window)

    // What is chosen from then on comes into view.
    await user.click(await screen.findByRole('button', { name: 'completed Plan cobalt work' }))
    await waitFor(() => expect(Number(beginning?.getAttribute('aria-valuenow'))).toBeLessThan(60_000))
  })

  it('continues by keyboard from the lane of a node that the mouse opened', async () => {
    const { user } = await renderApp({ url: timeline })
    await user.click(await screen.findByRole('button', { name: 'completed Measure cobalt' }))
    await screen.findByRole('dialog')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.getByRole('application', { name: 'Timeline' })).toHaveFocus())
    await user.keyboard('{ArrowDown}')
    expect(screen.getByRole('status', { name: 'Bar at the cursor' })).toHaveTextContent(/^Finish cobalt/)
  })

  it('opens the node of a selected lane in the side panel', async () => {
    const { user } = await renderApp({ url: timeline })
    await user.click(await screen.findByRole('button', { name: 'completed Measure cobalt' }))
    expect(await screen.findByRole('dialog')).toBeInTheDocument()
    expect(location.pathname).toBe(`/runs/${BLUE}/nodes/step_1`)
  })

  it('shows the same lanes and events as a nested table, in either order, and none from another run', async () => {
    const { user } = await renderApp({ url: timeline })
    await user.click(await screen.findByRole('radio', { name: 'Table' }))
    const table = await screen.findByRole('treegrid', { name: 'Nodes and events in recorded order' })
    const names = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => `${row.getAttribute('aria-level')} ${within(row).getAllByRole('gridcell')[0]?.textContent}`)
    expect(names).toEqual([
      '1 Run',
      '2 cobalt run began',
      '1 completedPlan cobalt work',
      '2 completedasked cobalt-model, “1. measure cobalt”',
      '1 completedMeasure cobalt1 error',
      '2 completedagent called, “measure cobalt”',
      '3 completedran Python, 1 line, exit 0',
      '3 failedcobalt probe lost',
      '1 completedFinish cobalt',
      '2 completedcobalt done',
    ])
    expect(within(table).queryByText(/emerald/)).not.toBeInTheDocument()
    expect(location.search).toContain('timeline=table')
    await user.click(screen.getByRole('radio', { name: 'By time' }))
    expect(screen.getByRole('treegrid', { name: 'Nodes and events by time' })).toBeInTheDocument()
  })

  it('opens an event without a node in the side panel', async () => {
    const { user } = await renderApp({ url: `${timeline}&timeline=table` })
    await user.click(await screen.findByRole('row', { name: /cobalt run began/ }))
    expect(await screen.findByRole('dialog', { name: 'Event without a node' })).toBeInTheDocument()
    expect(location.search).toContain('event=cobalt-start')
  })

  it('shows only the events of one node in its dialog', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=timeline` })
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText('3 events · 1 error')).toBeInTheDocument()
    expect(within(dialog).getByRole('application', { name: 'Timeline' })).toBeInTheDocument()
  })
})

const run_id = BLUE
const minute = (at: number) => `2026-01-19T10:${String(at).padStart(2, '0')}:00.000000Z`
/** Two nodes with a wait for a person between them; the second was recorded first. */
const waiting = aBundle({
  run: aRun({ run_id }),
  nodes: [
    aNode({ run_id, node_id: 'draft', started_at: minute(0), completed_at: minute(5), order_index: 0 }),
    aNode({ run_id, node_id: 'send', started_at: minute(50), completed_at: minute(55), order_index: 1 }),
    aNode({ run_id, node_id: 'late', started_at: minute(10), completed_at: minute(11), order_index: 2 }),
  ],
  edges: [anEdge({ run_id, from_node_id: 'draft', to_node_id: 'send' })],
  events: [
    anEvent({ run_id, node_id: 'draft', event_id: 'write', started_at: minute(0), completed_at: minute(4) }),
    anEvent({
      run_id,
      node_id: 'draft',
      event_id: 'ask',
      event_type: 'approval_requested',
      started_at: minute(5),
      inputs: { question: 'Send the letter?' },
    }),
    anEvent({ run_id, node_id: 'send', event_id: 'post', started_at: minute(50), completed_at: minute(55) }),
  ],
})
const given = { url: timeline, data: [waiting], sessions: [aSession()] }

describe('the annotations of the timeline', () => {
  it('explain an idle gap and fold it', async () => {
    const { user } = await renderApp(given)
    await user.click(await screen.findByRole('button', { name: '3 idle gaps' }))
    const gap = await screen.findByRole('button', { name: /39m 00s.*waiting for approval: Send the letter\?/ })
    expect(gap).toHaveAttribute('aria-pressed', 'false')
    await user.click(gap)
    expect(gap).toHaveAttribute('aria-pressed', 'true')
  })

  it('show the critical path', async () => {
    const { user } = await renderApp(given)
    await user.click(await screen.findByRole('button', { name: 'Critical path' }))
    expect(
      screen.getByText('Critical path: 2 of 3 nodes, 55m 00s: 10m 00s of work (18 %), 45m 00s of waiting'),
    ).toBeInTheDocument()
    expect(location.search).toContain('path=critical')
  })

  it('mark events whose recorded order contradicts their time', async () => {
    await renderApp({ ...given, url: `${timeline}&timeline=table` })
    await screen.findByRole('row', { name: /late/ })
    const rows = screen.getAllByRole('row').filter((row) => row.getAttribute('aria-level') === '1')
    const nameOf = (row: HTMLElement) => within(row).getAllByRole('gridcell')[0]?.textContent
    expect(rows.map(nameOf)).toEqual([
      'completeddraft',
      expect.stringMatching(/^completedsendOut of time order: recorded before others that started earlier$/),
      'completedlate',
    ])
  })

  it('explain that there are no timestamps, and offer the table', async () => {
    const data = [aBundle({ run: aRun({ run_id }), nodes: [aNode({ run_id })] })]
    const { user } = await renderApp({ ...given, data })
    await user.click(await screen.findByRole('button', { name: 'Show table' }))
    expect(await screen.findByRole('row', { name: /step_1/ })).toBeInTheDocument()
  })

  it('explain that the run is empty', async () => {
    await renderApp({ ...given, data: [aBundle({ run: aRun({ run_id }) })] })
    expect(await screen.findByText('This run has no nodes and no events.')).toBeInTheDocument()
  })
})
