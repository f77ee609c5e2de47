import { ENDPOINTS } from '#contract/endpoints.ts'
import { apiOver } from '#mocks/handlers.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { act, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'

const run = `/runs/${BLUE}`
const address = () => location.pathname + location.search
/** The keys work once their part of the app is loaded, which comes after the first paint. */
async function openPalette(user: Awaited<ReturnType<typeof renderApp>>['user']) {
  await waitFor(async () => {
    await user.keyboard('{Control>}k{/Control}')
    expect(screen.getByRole('combobox', { name: 'Search or jump' })).toHaveFocus()
  })
  return screen.getByRole('combobox', { name: 'Search or jump' })
}

describe('the command palette', () => {
  it('goes to a tab by a few letters and Enter', async () => {
    const { user } = await renderApp({ url: run })
    await screen.findByRole('heading', { level: 1 })
    await openPalette(user)
    await user.keyboard('timel{Enter}')
    await waitFor(() => expect(address()).toBe(`${run}?view=timeline`))
    expect(screen.queryByRole('combobox', { name: 'Search or jump' })).toBeNull()
  })

  it('opens a node by words in any order, and tells screen readers which option is active', async () => {
    const { user } = await renderApp({ url: run })
    await screen.findByRole('button', { name: /^Measure cobalt/ })
    const field = await openPalette(user)
    await user.keyboard('cobalt meas')
    const option = await screen.findByRole('option', { name: /Measure cobalt/ })
    expect(field).toHaveAttribute('aria-activedescendant', option.id)
    await user.keyboard('{Enter}')
    await waitFor(() => expect(address()).toBe(`${run}/nodes/step_1`))
  })

  it('finds runs on the server', async () => {
    const { user } = await renderApp({ url: run })
    await screen.findByRole('heading', { level: 1 })
    await openPalette(user)
    await user.keyboard('samples emerald')
    // What the palette offered before it was asked gives way to the server's answer.
    await screen.findByText('Searching runs…')
    await waitFor(() => expect(screen.queryByText('Searching runs…')).toBeNull())
    await user.click(await screen.findByRole('option', { name: /Study the emerald samples/ }))
    await waitFor(() => expect(address()).toBe(`/runs/${GREEN}`))
  })

  it('moves with the arrow keys, and gives the focus back on Escape', async () => {
    const { user } = await renderApp({ url: run })
    const opener = await screen.findByRole('button', { name: /Search or jump/ })
    await user.click(opener)
    const field = await screen.findByRole('combobox', { name: 'Search or jump' })
    await user.keyboard('{ArrowDown}')
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Graph')
    await user.keyboard('{ArrowUp}{ArrowUp}')
    expect(screen.getByRole('option', { selected: true })).toHaveAttribute(
      'id',
      field.getAttribute('aria-activedescendant'),
    )
    await user.keyboard('{Escape}')
    await waitFor(() => expect(opener).toHaveFocus())
  })

  it('says that there are no results', async () => {
    const { user } = await renderApp({ url: run })
    await screen.findByRole('heading', { level: 1 })
    await openPalette(user)
    await user.keyboard('qqqq')
    expect(await screen.findByText('No results.')).toBeInTheDocument()
  })
})

describe('keyboard shortcuts', () => {
  it('are listed in the help sheet, where single keys can be turned off', async () => {
    const { user } = await renderApp({ url: run })
    await screen.findByRole('heading', { level: 1 })
    await openPalette(user)
    await user.keyboard('shortcuts{Enter}')
    const help = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(within(help).getByRole('table', { name: 'in a run' })).toHaveTextContent('First failure')
    const choice = within(help).getByRole('switch', { name: /Single-key shortcuts/ })
    await user.click(choice)
    expect(choice).not.toBeChecked()
    await user.click(within(help).getByRole('button', { name: 'Close help' }))
    await user.keyboard('3')
    expect(address()).toBe(run)
    await openPalette(user)
    await user.keyboard('shortcuts{Enter}')
    await user.click(await screen.findByRole('switch', { name: /Single-key shortcuts/ }))
    await user.keyboard('{Escape}3')
    await waitFor(() => expect(address()).toBe(`${run}?view=timeline`))
  })

  it('open the first failure and switch tabs, but not while typing', async () => {
    const { user } = await renderApp({ url: run })
    const field = await screen.findByRole('textbox', { name: 'Search this run' })
    await openPalette(user)
    await user.keyboard('{Escape}')
    await user.keyboard('f')
    await waitFor(() => expect(address()).toBe(`${run}/nodes/step_1?tab=events&event=${CANARY.blue}-error`))
    expect(await screen.findByText(/^Error 1 of 1/)).toBeInTheDocument()
    await user.keyboard('5')
    await waitFor(() => expect(address()).toContain('view=files'))
    await user.keyboard('/')
    expect(field).toHaveFocus()
    await user.keyboard('2')
    expect(field).toHaveValue('2')
    expect(address()).toContain('view=files')
  })

  it('go to the palette, not the page, as soon as it opens', async () => {
    const { user } = await renderApp({ url: run })
    await openPalette(user)
    await user.keyboard('{Escape}')
    // Faster than anything is painted.
    act(() => {
      for (const init of [{ key: 'k', ctrlKey: true }, { key: '3' }, { key: 'f' }])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
    })
    const field = await screen.findByRole('combobox', { name: 'Search or jump' })
    await waitFor(() => expect(field).toHaveFocus())
    expect(field).toHaveValue('3f')
    expect(address()).toBe(run)
  })

  it('close only the topmost panel with Escape', async () => {
    const { user } = await renderApp({ url: `${run}/nodes/step_1?tab=events` })
    await screen.findByRole('button', { name: /^Type/ })
    await openPalette(user)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Search or jump' })).toBeNull())
    expect(location.pathname).toBe(`${run}/nodes/step_1`)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(location.pathname).toBe(run))
  })

  it('close the side panel with Escape from anywhere, and restore the focus', async () => {
    const { user } = await renderApp({ url: `${run}?view=events` })
    await openPalette(user)
    await user.keyboard('{Escape}')
    const row = await screen.findByRole('row', { name: /cobalt run began/ })
    await user.click(row)
    const heading = await screen.findByRole('heading', { name: 'Event without a node' })
    expect(heading).toHaveFocus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(heading).not.toBeInTheDocument())
    await waitFor(() => expect(row).toHaveFocus())
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: 'Event without a node' })
    act(() => row.focus())
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Event without a node' })).toBeNull())
  })

  it('open no error from a reply with rows of unknown scope', async () => {
    const { user } = await renderApp({
      url: run,
      faults: (store) => [
        http.get('*/api/runs/:run_id/event-columns', async ({ request }) => {
          const reply = ENDPOINTS.getRunEventColumns.reply.parse(await (await apiOver(store).fetch(request)).json())
          return HttpResponse.json({ ...reply, columns: { ...reply.columns, scope_at: [99] } })
        }),
      ],
    })
    await openPalette(user)
    await user.keyboard('{Escape}f')
    expect(await screen.findByText('The errors of this run could not be loaded.')).toBeInTheDocument()
    expect(address()).toBe(run)
  })
})
