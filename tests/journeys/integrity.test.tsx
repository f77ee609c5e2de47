import type { IntegrityReport } from '#contract/integrity.ts'
import * as faults from '#mocks/faults.ts'
import { aBundle, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { server } from '#mocks/node.ts'
import { aFinding, aGroup, aReport, aReusedId } from '#tests/support/integrityReports.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const main = () => within(screen.getByRole('main'))
const address = () => location.pathname + location.search
const report = (item: IntegrityReport) => faults.written('getIntegrity', { scope: {}, item })
const ofRun = (item: object) => faults.written('getRunIntegrity', { scope: { run_id: BLUE }, item })

/** A run in which one event names a parent that is not stored. */
const orphaned = aBundle({
  run: aRun({ run_id: BLUE, task_description: 'Study the cobalt samples' }),
  nodes: [aNode({ run_id: BLUE })],
  events: [anEvent({ run_id: BLUE, node_id: 'step_1', event_id: 'orphan', parent_event_id: 'gone' })],
})

describe('the integrity report', () => {
  it('opens from the top bar and shows reused ids and the results of the old query', async () => {
    const { user } = await renderApp({ url: '/' })
    await user.click(await screen.findByRole('link', { name: 'Integrity' }))
    expect(address()).toBe('/integrity')
    expect(await main().findByText(/No row is shown in a run that it does not belong to/)).toBeInTheDocument()
    const table = main().getByRole('table', { name: /Ids used in more than one run/ })
    const row = within(table).getByRole('row', { name: /step_1/ })
    expect(row).toHaveTextContent('6 events in 2 runs → 3 in this run')

    await user.click(within(row).getByRole('button', { name: 'step_1' }))
    expect(
      await main().findByText(/The old query by id alone: 6 events, 2 files and 2 messages from 2 runs/),
    ).toHaveTextContent('Here: 3 events, 1 file and 1 message, all from this run.')
    await user.click(within(row).getByRole('link', { name: /^this run/ }))
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText(/3 events, 1 file, 1 message, all from run/)).toBeInTheDocument()
    expect(within(dialog).getByRole('tab', { name: /^Events/ })).toHaveAttribute('aria-selected', 'true')
  })

  it('opens from the palette, not by a single letter, and the browser goes back to the run', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await screen.findByRole('heading', { name: 'Study the cobalt samples' })
    // The keys are loaded after the first paint.
    const field = await waitFor(async () => {
      await user.keyboard('{Control>}k{/Control}')
      return screen.getByRole('combobox', { name: 'Search or jump' })
    })
    await user.keyboard('{Escape}')
    await user.keyboard('i')
    expect(address()).toBe(`/runs/${BLUE}`)

    expect(field).not.toBeInTheDocument()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'integrity')
    await user.click(await screen.findByRole('option', { name: /Integrity report/ }))
    expect(await main().findByRole('heading', { name: 'Integrity' })).toBeInTheDocument()
    history.back()
    expect(await screen.findByRole('heading', { name: 'Study the cobalt samples' })).toBeInTheDocument()
  })

  it('links a finding to its run, node and event', async () => {
    const found = aFinding({
      kind: 'event_parent_missing',
      event_id: 'blue-event',
      detail: 'Its parent is not stored.',
    })
    const alone = aFinding({
      kind: 'event_parent_missing',
      node_id: null,
      event_id: 'lone',
      detail: 'Nor is this one’s.',
    })
    const group = aGroup({ kind: 'event_parent_missing', findings: 25, examples: [found, alone] })
    const { user } = await renderApp({ url: '/integrity', faults: () => [report(aReport({ groups: [group] }))] })
    const section = await main().findByRole('region', { name: /Broken references/ })
    await user.click(within(section).getByText('Where: 2 of 25'))
    expect(within(section).getByText('and 23 more, not listed')).toBeInTheDocument()
    const [first, second] = within(section)
      .getAllByRole('listitem')
      .map((item) => within(item))
    expect(first?.getByText('Its parent is not stored.')).toBeInTheDocument()
    expect(first?.getByRole('link', { name: 'b1000000' })).toHaveAttribute('href', `/runs/${BLUE}`)
    expect(first?.getByRole('link', { name: 'blue-event' })).toHaveAttribute(
      'href',
      `/runs/${BLUE}/nodes/step_1?tab=events&event=blue-event`,
    )
    expect(second?.getByRole('link', { name: 'lone' })).toHaveAttribute('href', `/runs/${BLUE}?event=lone`)

    const node = within(section).getByRole('link', { name: 'step_1' })
    expect(node).toHaveAttribute('href', `/runs/${BLUE}/nodes/step_1`)
    await user.click(node)
    expect(await screen.findByRole('dialog', { name: 'Measure cobalt' })).toBeInTheDocument()
  })

  it('shows the findings of a run', async () => {
    const { user } = await renderApp({ url: '/', data: [orphaned], sessions: [aSession()] })
    const row = await screen.findByRole('link', { name: /Study the cobalt samples/ })
    await waitFor(() => expect(row).toHaveTextContent('1 finding in the integrity report'))
    await user.click(row)
    await user.click(await main().findByRole('link', { name: '1 finding' }))
    expect(address()).toBe(`/integrity?run=${BLUE}`)
    expect(await main().findByText('1 finding in this run.')).toBeInTheDocument()
    expect(main().getByRole('heading', { name: 'Events with a missing parent event' })).toBeInTheDocument()
    // The few findings of one run are unfolded.
    expect(main().getByRole('link', { name: 'orphan' })).toBeVisible()
    await user.click(main().getByRole('link', { name: 'Report for all runs' }))
    expect(address()).toBe('/integrity')
  })

  it('compares a node with the old query if other runs have a node of the same name', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1` })
    const dialog = await screen.findByRole('dialog')
    await user.click(await within(dialog).findByRole('button', { name: 'Why this matters' }))
    expect(await screen.findByText(/The old query by id alone: 6 events/)).toBeInTheDocument()
    await user.keyboard('{Escape}')
    expect(screen.queryByText(/The old query by id alone/)).not.toBeInTheDocument()
    expect(dialog).toBeInTheDocument()
  })

  it('does not explain the old query for a run of an agent that reports to Runlens', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_1`, areDrawn: true })
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText(/other run has a node named/)).toBeInTheDocument()
    expect(within(dialog).queryByRole('button', { name: 'Why this matters' })).toBeNull()
  })
})

describe('the states of the integrity report', () => {
  it('loading', async () => {
    const late = faults.held('getIntegrity')
    await renderApp({ url: '/integrity', faults: () => [late.handler] })
    expect(await main().findByRole('status', { name: 'The integrity report: loading' })).toBeInTheDocument()
    late.release()
    expect(await main().findByText(/No row is shown in a run that it does not belong to/)).toBeInTheDocument()
  })

  it('empty database', async () => {
    await renderApp({ url: '/integrity', data: [], sessions: [] })
    expect(await main().findByText('No runs to check yet.')).toBeInTheDocument()
    expect(main().queryByText('No problems found.')).not.toBeInTheDocument()
  })

  it('no problems', async () => {
    await renderApp({ url: '/integrity', faults: () => [report(aReport())] })
    expect(await main().findByText('No problems found.')).toBeInTheDocument()
    expect(main().queryByRole('table')).not.toBeInTheDocument()
  })

  it('some runs still to be checked: the report refreshes', async () => {
    const pending = report(aReport({ runs_pending: 12 }))
    const { store } = await renderApp({ url: '/integrity', faults: () => [pending] })
    expect(await main().findByText(/12 runs are still being checked/)).toBeInTheDocument()
    expect(main().queryByText('No problems found.')).not.toBeInTheDocument()
    server.resetHandlers(report(aReport()), ...apiHandlers(store))
    expect(await main().findByText('No problems found.')).toBeInTheDocument()
    expect(main().queryByText(/still being checked/)).not.toBeInTheDocument()
  })

  it('server failure with a retry', async () => {
    const { user, store } = await renderApp({
      url: '/integrity',
      faults: () => [faults.problem('getIntegrity', 'internal')],
    })
    const alert = await main().findByRole('alert')
    expect(alert).toHaveTextContent(/500/)
    server.resetHandlers(...apiHandlers(store))
    await user.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await main().findByText(/No row is shown in a run that it does not belong to/)).toBeInTheDocument()
  })

  it('a run without problems', async () => {
    await renderApp({
      url: `/integrity?run=${BLUE}`,
      faults: () => [ofRun({ run_id: BLUE, checked: true, groups: [] })],
    })
    expect(await main().findByText('No problems found in this run.')).toBeInTheDocument()
  })

  it('a link without a valid run', async () => {
    await renderApp({ url: '/integrity?run=4711' })
    expect(screen.getByText('This link is not valid.')).toBeInTheDocument()
  })
})

describe('the integrity report is safe', () => {
  it('rejects findings from another run', async () => {
    await renderApp({
      url: `/integrity?run=${BLUE}`,
      faults: () => [
        ofRun({
          run_id: BLUE,
          checked: true,
          groups: [aGroup({ examples: [aFinding({ run_id: GREEN, detail: 'emerald' })] })],
        }),
      ],
    })
    expect(await main().findByText(/rejected: the server sent rows from another run/)).toBeInTheDocument()
    expect(screen.getByRole('main')).not.toHaveTextContent('emerald')
  })

  it('shows hostile text in a finding or an id as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202egnp.exe'
    const node_id = '../%2e%2e/"><script>'
    const lost = aFinding({
      kind: 'edge_between_runs',
      run_id: null,
      node_id: null,
      table: 'dag_edges',
      key: hostile,
      detail: hostile,
    })
    const item = aReport({
      reused_ids: { total: 203, items: [aReusedId({ node_id })] },
      groups: [
        aGroup({ examples: [aFinding({ node_id, detail: hostile })] }),
        aGroup({ kind: 'edge_between_runs', runs: 0, examples: [lost] }),
      ],
    })
    const { user } = await renderApp({ url: '/integrity', faults: () => [report(item)] })
    expect(await main().findByText(/^and 202 more ids/)).toBeInTheDocument()
    for (const fold of main().getAllByText('Where')) await user.click(fold)
    expect(main().getAllByText(/<img src=x onerror=alert\(1\)>‹U\+202E›gnp\.exe/)).toHaveLength(3)
    expect(screen.getByRole('main').querySelector('img, script')).toBeNull()
    const [link] = main().getAllByRole('link', { name: node_id })
    expect(link).toHaveAttribute('href', `/runs/${BLUE}/nodes/${encodeURIComponent(node_id)}`)
  })
})
