import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const events = (search = '') => `/runs/${BLUE}?view=events${search}`
const address = () => new URLSearchParams(location.search)
const grid = () => screen.findByRole('treegrid', { name: 'Events of this run' })
/** The headlines in view, from top to bottom; errors are told by their mark. */
const rows = async () =>
  within(await grid())
    .getAllByRole('row')
    .flatMap((row) => (row.dataset['index'] === undefined ? [] : [row.textContent]))

describe('the Events tab of a run', () => {
  it('shows events without a node and true totals, but no events from another run', async () => {
    await renderApp({ url: events() })
    expect(await screen.findByRole('row', { name: /cobalt run began.*no node/ })).toBeInTheDocument()
    expect(screen.getByRole('row', { name: /ran Python.*Measure cobalt/ })).toHaveAttribute('aria-level', '2')
    expect(screen.getByText('6 events')).toBeInTheDocument()
    expect(screen.getByRole('main')).not.toHaveTextContent(CANARY.green)
  })

  it('opens an event in its node, and an event without a node on its own', async () => {
    const { user } = await renderApp({ url: events() })
    await user.click(await screen.findByRole('row', { name: /ran Python/ }))
    expect(await screen.findByRole('dialog', { name: `Measure ${CANARY.blue}` })).toBeInTheDocument()
    expect(location.pathname).toBe(`/runs/${BLUE}/nodes/step_1`)
    expect(address().get('event')).toBe('cobalt-code')
    const list = within(await grid())
    expect(list.getByRole('row', { name: /ran Python/ })).toHaveAttribute('aria-selected', 'true')

    await user.click(list.getByRole('row', { name: /cobalt run began/ }))
    expect(await screen.findByRole('dialog', { name: 'Event without a node' })).toBeInTheDocument()
    expect(location.pathname).toBe(`/runs/${BLUE}`)
    expect(address().get('event')).toBe('cobalt-start')
  })

  it('does not say of an event that a link names without its node that it has none', async () => {
    await renderApp({ url: events('&event=cobalt-code') })
    const dialog = await screen.findByRole('dialog', { name: 'Event' })
    expect(await within(dialog).findByText('Copy link')).toBeInTheDocument()
    expect(dialog).toHaveAccessibleName('Event')
  })

  it('opens the node of an event by its label', async () => {
    const { user } = await renderApp({ url: events() })
    await user.click(
      within(await screen.findByRole('row', { name: /asked cobalt-model/ })).getByText('Plan cobalt work'),
    )
    expect(await screen.findByRole('dialog', { name: `Plan ${CANARY.blue} work` })).toBeInTheDocument()
    expect(address().get('event')).toBeNull()
  })

  it('sorts by duration, and keeps the order in the link', async () => {
    const { user } = await renderApp({ url: events() })
    await grid()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Order of events' }), 'Slowest first')
    expect(address().get('ev.order')).toBe('duration')
    expect(await screen.findByRole('columnheader', { name: 'Took' })).toHaveAttribute('aria-sort', 'descending')
    const levels = within(await grid())
      .getAllByRole('row')
      .flatMap((row) => row.getAttribute('aria-level') ?? [])
    expect(new Set(levels)).toEqual(new Set(['1']))
  })

  it('counts the errors among the events that the filter shows', async () => {
    await renderApp({ url: events('&ev.agent=cobalt-engineer') })
    expect((await screen.findByText(/^[1-5] of 6 events$/)).parentElement).toHaveTextContent(/ of 6 events, 1 error$/)
  })

  it('opens the first failure even if a filter hides it', async () => {
    const { user } = await renderApp({ url: events('&ev.type=llm_call') })
    expect(await screen.findByText('1 of 6 events')).toBeInTheDocument()
    expect(screen.getByText('1 of 6 events').parentElement).toHaveTextContent(/^1 of 6 events$/)
    await user.click(screen.getByRole('button', { name: 'First failure' }))
    expect(await screen.findByRole('dialog', { name: `Measure ${CANARY.blue}` })).toBeInTheDocument()
    expect(address().get('event')).toBe('cobalt-error')
    expect(address().get('ev.type')).toBeNull()
    expect(screen.getByText('error 1 of 1')).toBeInTheDocument()
  })

  it('restores filters and layout from a link', async () => {
    await renderApp({ url: events('&ev.agent=cobalt-engineer&ev.only=errors&ev.shape=flat') })
    expect(await screen.findByText('1 of 6 events')).toBeInTheDocument()
    expect(await rows()).toEqual([expect.stringContaining('cobalt probe lost')])
    expect(screen.getByRole('button', { name: 'Errors only' })).toHaveAttribute('aria-pressed', 'true')
    expect(screen.getByRole('radio', { name: 'Flat' })).toBeChecked()
  })

  it('filters by the values that occur, shows their counts, and updates the URL', async () => {
    const { user } = await renderApp({ url: events() })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Node' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Measure cobalt 3' }))
    expect(await screen.findByText('3 of 6 events')).toBeInTheDocument()
    expect(address().getAll('ev.node')).toEqual(['step_1'])
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await screen.findByText('6 events')).toBeInTheDocument()
  })

  it('shows the ancestors of a match in a nested list, and only the match in a flat list', async () => {
    const { user } = await renderApp({ url: events('&ev.only=errors') })
    await screen.findByText('1 of 6 events')
    expect(await rows()).toEqual([expect.stringContaining('agent called'), expect.stringContaining('probe lost')])
    await user.click(screen.getByRole('radio', { name: 'Flat' }))
    await waitFor(async () => expect(await rows()).toHaveLength(1))
  })

  it('says that a run has no events', async () => {
    await renderApp({ url: events(), data: [aBundle({ run: aRun({ run_id: BLUE, session_id: 'session-cobalt' }) })] })
    expect(await screen.findByText('This run has no events.')).toBeInTheDocument()
  })
})

describe('the Events tab of a long run', () => {
  const run = aRun({ run_id: BLUE, session_id: 'session-cobalt' })
  const at = (second: number) => new Date(Date.UTC(2026, 0, 20) + second * 1000).toISOString().replace('Z', '000Z')
  /** One in a hundred fails; one began before others that were recorded before it. */
  const long = Array.from({ length: 1000 }, (_, i) =>
    anEvent({
      run_id: BLUE,
      event_id: `e${i}`,
      node_id: 'step_1',
      parent_event_id: i % 10 === 0 ? null : `e${i - (i % 10)}`,
      execution_order: i,
      timestamp: at(i === 10 ? 3 : i),
      error_message: i % 100 === 55 ? `no. ${i} broke` : null,
      outputs: { note: `no. ${i}` },
    }),
  )
  const data = [aBundle({ run, nodes: [aNode({ run_id: BLUE })], events: long })]

  it('steps through errors by key, wraps at the end, and unfolds rows that hide an error', async () => {
    const { user } = await renderApp({ url: events(), data })
    const first = await screen.findByRole('row', { name: /no\. 0(?!\d)/ })
    first.focus()
    await user.keyboard('n')
    expect(screen.getByText('error 1 of 10')).toBeInTheDocument()
    expect(document.activeElement).toHaveTextContent('no. 55')
    await user.keyboard('pp')
    expect(screen.getByText('error 9 of 10')).toBeInTheDocument()
    expect(document.activeElement).toHaveTextContent('no. 855')

    // To the parent, which folds; and from the first row back to what it hides.
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(document.activeElement).toHaveAttribute('aria-expanded', 'false')
    expect(screen.queryByRole('row', { name: /no\. 855/ })).toBeNull()
    await user.keyboard('{Home}p')
    await user.keyboard('p')
    expect(document.activeElement).toHaveTextContent('no. 855')
  })

  it('steps through errors by button and keeps the focus on the button', async () => {
    const { user } = await renderApp({ url: events('&ev.shape=flat'), data })
    await grid()
    const next = screen.getByRole('button', { name: 'Next error' })
    await user.click(next)
    await user.click(next)
    expect(screen.getByText('error 2 of 10')).toBeInTheDocument()
    expect(next).toHaveFocus()
    expect(await screen.findByRole('row', { name: /no\. 155/ })).toHaveAttribute('data-pointed')
  })

  it('marks events whose recorded order contradicts their time', async () => {
    await renderApp({ url: events('&ev.shape=flat'), data })
    const late = await screen.findByRole('row', { name: /no\. 10(?!\d)/ })
    expect(late).toHaveAccessibleName(/Out of time order: recorded after others that started later/)
    expect(screen.getAllByText(/Out of time order/)).toHaveLength(1)
  })

  it('does not mark events without a number as out of order', async () => {
    const unnumbered = long.map((event, i) => (i === 500 ? { ...event, execution_order: null } : event))
    const given = [aBundle({ run, nodes: [aNode({ run_id: BLUE })], events: unnumbered })]
    await renderApp({ url: events('&ev.shape=flat&ev.text=no.%20500'), data: given })
    expect(await screen.findByRole('row', { name: /no\. 500/ })).toBeInTheDocument()
    expect(screen.queryByText(/Out of time order/)).not.toBeInTheDocument()
  })

  it('opens any event from a link at once, in the run and in the node', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_1?view=events&tab=events&event=e987`, data })
    await waitFor(() => expect(screen.getAllByRole('treegrid')).toHaveLength(2))
    for (const list of screen.getAllByRole('treegrid'))
      expect(await within(list).findByRole('row', { name: /no\. 987/ })).toHaveAttribute('aria-selected', 'true')
  })

  it('opens the parent of an open event', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=events&event=e987`, data })
    const dialog = await screen.findByRole('dialog')
    await user.click(await within(dialog).findByRole('button', { name: 'e980' }))
    await waitFor(() => expect(address().get('event')).toBe('e980'))
    expect(await within(dialog).findByRole('row', { name: /no\. 980/ })).toHaveAttribute('aria-selected', 'true')
  })

  it('copies a link to an event that includes the filters', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=events&event=e55&in.only=errors`, data })
    const dialog = await screen.findByRole('dialog')
    await user.click(await within(dialog).findByRole('button', { name: 'Copy link to this event' }))
    expect(await navigator.clipboard.readText()).toBe(location.href)
  })
})
