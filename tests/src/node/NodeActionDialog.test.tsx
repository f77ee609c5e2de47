import * as faults from '#mocks/faults.ts'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const step = (search = '', run = BLUE) => `/runs/${run}/nodes/step_1${search}`
const dialog = () => screen.findByRole('dialog', { name: `Measure ${CANARY.blue}` })
const address = () => location.pathname + location.search

describe('the node dialog', () => {
  it('opens on its heading, which has the focus, and leaves the rest of the page in use', async () => {
    await renderApp({ url: step() })
    const open = await dialog()
    expect(within(open).getByRole('heading', { level: 2 })).toHaveFocus()
    expect(open).not.toHaveAttribute('aria-modal', 'true')
  })

  it('shows the receipt, and says that the other run’s node of the same name is not shown', async () => {
    await renderApp({ url: step() })
    const open = await dialog()
    expect(await within(open).findByText(/3 events, 1 file, 1 message, all from run/)).toHaveTextContent('checked')
    expect(within(open).getByText(/1 other run has a node named/)).toHaveTextContent('Its rows are not shown')
  })

  it('closes on Escape, but first empties the field that is being typed in', async () => {
    const { user } = await renderApp({ url: step('?tab=events') })
    const open = await dialog()
    const field = await within(open).findByRole('textbox', { name: 'Find in events' })
    await user.type(field, 'probe')
    await user.keyboard('{Escape}')
    expect(field).toHaveValue('')
    expect(open).toBeInTheDocument()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(address()).toBe(`/runs/${BLUE}`))
  })

  it('steps to the next and previous node with the bracket keys, on the tab that is open', async () => {
    const { user } = await renderApp({ url: step('?tab=files') })
    await dialog()
    await screen.findByRole('button', { name: 'Next node: terminator' })
    await user.keyboard(']')
    expect(await screen.findByRole('dialog', { name: `Finish ${CANARY.blue}` })).toBeInTheDocument()
    expect(address()).toBe(`/runs/${BLUE}/nodes/terminator?tab=files`)
    await user.keyboard('[[')
    expect(await dialog()).toBeInTheDocument()
  })

  it('is made wider by the arrow keys at its edge, within its bounds', async () => {
    const { user } = await renderApp({ url: step() })
    const edge = within(await dialog()).getByRole('separator')
    edge.focus()
    await user.keyboard('{ArrowLeft}')
    expect(edge).toHaveAttribute('aria-valuenow', '584')
    await user.keyboard('{End}{ArrowLeft}')
    expect(edge).toHaveAttribute('aria-valuenow', '720')
  })

  it('says that its node was reconstructed, and explains it on click; Escape closes the explanation first', async () => {
    const node = aNode({ run_id: BLUE, label: '', origin: 'reconstructed' })
    const run = aRun({ run_id: BLUE, session_id: 'session-cobalt' })
    const { user } = await renderApp({ url: step(), data: [aBundle({ run, nodes: [node] })] })
    // A label that is empty names nothing; the id stands in for it.
    const open = await screen.findByRole('dialog', { name: 'step_1' })
    const short = await within(open).findByRole('button', { name: 'reconstructed from this run’s events' })
    short.focus()
    await user.keyboard('{Enter}')
    expect(await screen.findByText(/The old database could not store this node/)).toBeInTheDocument()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByText(/The old database could not store this node/)).toBeNull())
    expect(open).toBeInTheDocument()
  })

  it('shows nothing of a reply that belongs to another run', async () => {
    await renderApp({ url: step(), faults: (store) => [faults.foreignScope(store, 'getNode', GREEN)] })
    expect(await screen.findByText(/The details of this node – rejected/)).toBeInTheDocument()
    expect(screen.getByRole('complementary', { name: 'Node' })).not.toHaveTextContent(CANARY.green)
    expect(screen.queryByText(/all from run/)).toBeNull()
  })
})

describe('the tab of events', () => {
  it('nests and folds events, and opens one to its inputs and outputs', async () => {
    const { user } = await renderApp({ url: step('?tab=events') })
    const code = await screen.findByRole('row', { name: /ran Python, 1 line, exit 0/ })
    expect(code).toHaveAttribute('aria-level', '2')
    await user.click(code)
    expect(address()).toContain('event=cobalt-code')
    // What is in the opened event has rows of its own; a click there is no choice of another event.
    await user.click(await screen.findByText('exit_code'))
    expect(address()).toContain('event=cobalt-code')

    await user.click(screen.getByRole('button', { name: 'Fold events' }))
    expect(screen.queryByRole('row', { name: /ran Python/ })).toBeNull()
    // What cannot be seen must not stay in the address.
    expect(address()).not.toContain('event=')
  })

  it('is walked with the arrow keys and opened with Enter', async () => {
    const { user } = await renderApp({ url: step('?tab=events') })
    const first = await screen.findByRole('row', { name: /agent called/ })
    first.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(address()).toContain('event=cobalt-error')
    await user.keyboard('{Home}{ArrowLeft}')
    expect(screen.getByRole('row', { name: /agent called/ })).toHaveAttribute('aria-expanded', 'false')
  })

  it('shows how many events match a filter, and how to clear one without matches', async () => {
    const { user } = await renderApp({ url: step('?tab=events') })
    const panel = within(await dialog())
    await panel.findByText('3 events')
    await user.click(panel.getByRole('button', { name: 'Errors only' }))
    expect(await screen.findByText('1 of 3 events')).toBeInTheDocument()
    await user.type(screen.getByRole('textbox', { name: 'Find in events' }), 'no such word')
    expect(await screen.findByText('No matching events.')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await panel.findByText('3 events')).toBeInTheDocument()
  })

  it('finds a linked event far down the list', async () => {
    const events = Array.from({ length: 450 }, (_, i) =>
      anEvent({
        run_id: BLUE,
        node_id: 'step_1',
        event_id: `e${i}`,
        execution_order: i,
        outputs: { note: `no. ${i}` },
      }),
    )
    const run = aRun({ run_id: BLUE, session_id: 'session-cobalt' })
    await renderApp({
      url: step('?tab=events&event=e440'),
      data: [aBundle({ run, nodes: [aNode({ run_id: BLUE })], events })],
    })
    const found = await screen.findByRole('row', { name: /no\. 440/ })
    expect(found).toHaveAttribute('aria-selected', 'true')
  })

  it('says where a linked event is if it is not in this node', async () => {
    const { user } = await renderApp({ url: step('?tab=events&event=cobalt-plan') })
    await user.click(await screen.findByRole('button', { name: 'Show it in node planning' }))
    expect(await screen.findByRole('dialog', { name: `Plan ${CANARY.blue} work` })).toBeInTheDocument()
    expect(address()).toBe(`/runs/${BLUE}/nodes/planning?tab=events&event=cobalt-plan`)
  })

  it('does not show an event of another run that a link names', async () => {
    await renderApp({ url: step('?tab=events&event=emerald-code') })
    expect(await screen.findByText('The linked event is not in this run.')).toBeInTheDocument()
    expect(screen.getByRole('complementary', { name: 'Node' })).not.toHaveTextContent(CANARY.green)
  })
})

describe('the other tabs', () => {
  it('lead from an error to its event', async () => {
    const { user } = await renderApp({ url: step() })
    const open = await dialog()
    await user.click(await within(open).findByRole('button', { name: /cobalt probe lost/ }))
    expect(address()).toBe(step('?tab=events&event=cobalt-error'))
  })

  it('preview a file and offer its bytes', async () => {
    await renderApp({ url: step('?tab=files') })
    expect(await screen.findByRole('heading', { name: 'The cobalt report' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute('download', 'cobalt.md')
  })

  it('explain that they are empty', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/planning?tab=files` })
    expect(await screen.findByText('This node has no files in this run.')).toBeInTheDocument()
  })

  it('reject messages that the server mixed with those of another run', async () => {
    await renderApp({
      url: step('?tab=messages'),
      faults: (store) => [faults.foreignItem(store, 'listNodeMessages', GREEN)],
    })
    expect(await screen.findByText(/The messages of this node – rejected/)).toBeInTheDocument()
    expect(screen.queryByText(/Please measure/)).toBeNull()
  })
})
