import * as faults from '#mocks/faults.ts'
import { apiOver } from '#mocks/handlers.ts'
import { aBundle, anEvent, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'

const field = () => screen.findByRole('textbox', { name: 'Search this run' })
const found = () => screen.findByRole('region', { name: 'Found in this run' })
const address = () => new URLSearchParams(location.search)

describe('the search of a run', () => {
  it('shows matches by kind with true totals, and none from another run', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await user.type(await field(), 'COBALT')
    const panel = await found()
    for (const [kind, total] of [
      ['Nodes', 3],
      ['Events', 6],
      ['Files', 2],
      ['Messages', 2],
    ])
      expect(await within(panel).findByRole('region', { name: `${kind} ${total}` })).toBeInTheDocument()
    expect(within(panel).getByText('13 matches')).toBeInTheDocument()
    expect(panel).not.toHaveTextContent(CANARY.green)
    expect(address().get('find')).toBe('COBALT')
  })

  it('steps through matches with Enter, opens each in place, and keeps the focus in the field', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await user.type(await field(), 'is ready')
    const panel = await found()
    await within(panel).findByText('1 match')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(address().get('message')).toBe('cobalt-note'))
    expect(address().get('view')).toBe('messages')
    expect(await within(panel).findByText(/match 1 of 1/)).toBeInTheDocument()
    expect(await field()).toHaveFocus()
  })

  it('opens an event in its node and a file on its tab, forwards and backwards', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await user.type(await field(), 'cobalt')
    const panel = await found()
    await within(panel).findByText('13 matches')
    await user.keyboard('{Enter}{Enter}{Enter}{Enter}{Enter}')
    await within(panel).findByText(/match 5 of 13/)
    await waitFor(() => expect(address().get('event')).toBe('cobalt-plan'))
    expect(await screen.findByRole('dialog', { name: 'Plan cobalt work' })).toBeInTheDocument()
    await user.click(within(panel).getByTitle('Previous match (Shift+F3)'))
    await within(panel).findByText(/match 4 of 13/)
    // An event without a node opens beside the run.
    expect(location.pathname).toBe(`/runs/${BLUE}`)
    expect(address().get('event')).toBe('cobalt-start')
    await user.click(within(panel).getByText('out/cobalt.md'))
    await waitFor(() => expect(address().get('file')).toBe('cobalt-report'))
    expect(address().get('view')).toBe('files')
  })

  it('says that there are no matches, and what was searched', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await user.type(await field(), CANARY.green)
    const panel = await found()
    expect(await within(panel).findByText('No matches for “emerald” in this run.')).toBeInTheDocument()
    expect(panel).toHaveTextContent('3 nodes, 6 events with their payloads, 2 file names, 2 messages')
  })

  it('folds the matches with Escape, and ends the search with another', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}?find=cobalt` })
    const panel = await found()
    await within(panel).findByText('13 matches')
    await user.click(await field())
    await user.keyboard('{Escape}')
    expect(within(panel).queryByRole('region', { name: /^Events/ })).toBeNull()
    expect(within(panel).getByRole('button', { name: 'Show matches' })).toBeInTheDocument()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(address().has('find')).toBe(false))
    expect(await field()).toHaveValue('')
  })

  it('continues past the loaded part of very many matches', async () => {
    const events = Array.from({ length: 102 }, (_, place) =>
      anEvent({
        run_id: BLUE,
        event_id: `needle-${String(place).padStart(3, '0')}`,
        execution_order: place,
        outputs: { text: 'a needle' },
      }),
    )
    const bundle = aBundle({ run: aRun({ run_id: BLUE }), events })
    const last = 'needle-099'
    const { user } = await renderApp({
      url: `/runs/${BLUE}?find=needle&event=${last}`,
      data: [bundle],
      sessions: [aSession()],
    })
    const panel = await found()
    expect(await within(panel).findByText(/match 100 of 102/)).toBeInTheDocument()
    expect(within(panel).getByText('Show more matching events (2)')).toBeInTheDocument()
    await user.click(within(panel).getByTitle('Next match (F3)'))
    expect(await within(panel).findByText(/match 101 of 102/)).toBeInTheDocument()
    expect(address().get('event')).toBe('needle-100')
    expect(within(panel).queryByText(/^Show more/)).toBeNull()
  })

  it('opens the match that a link names', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=events&event=cobalt-code&find=cobalt` })
    expect(await within(await found()).findByText(/match 6 of 13|match 7 of 13/)).toBeInTheDocument()
  })
})

describe('the search explains failures', () => {
  it('shows matches of the other kinds if one kind cannot be loaded', async () => {
    await renderApp({
      url: `/runs/${BLUE}?find=cobalt`,
      faults: () => [
        http.get('*/api/runs/:run_id/search', ({ request }) =>
          new URL(request.url).searchParams.get('kind') === 'file'
            ? new Response('{}', { status: 400, headers: { 'content-type': 'application/json' } })
            : undefined,
        ),
      ],
    })
    const panel = await found()
    expect(await within(panel).findByText(/Matches in files could not be loaded/)).toBeInTheDocument()
    expect(await within(panel).findByRole('region', { name: 'Messages 2' })).toBeInTheDocument()
  })

  it('shows no match of a reply that contains one from another run', async () => {
    await renderApp({
      url: `/runs/${BLUE}?find=e`,
      faults: (store) => [faults.foreignItem(store, 'searchRun', GREEN)],
    })
    const panel = await found()
    expect(await within(panel).findAllByText(/rejected: the server sent rows from another run/)).not.toHaveLength(0)
    expect(panel).not.toHaveTextContent(CANARY.green)
    expect(within(panel).queryByRole('region', { name: /^Messages/ })).toBeNull()
  })

  it('explains why the server rejects a search text', async () => {
    await renderApp({ url: `/runs/${BLUE}?find=x`, faults: () => [faults.problem('searchRun', 'bad_request')] })
    expect(await within(await found()).findAllByText(/This is a test of/)).not.toHaveLength(0)
  })
})

describe('the key of the search', () => {
  it('keeps what is typed while the run is loading, and puts it into the field', async () => {
    let release: () => void = () => undefined
    const loaded = new Promise<void>((resolve) => (release = resolve))
    const { user } = await renderApp({
      url: `/runs/${BLUE}`,
      faults: (store) => [
        http.get(`*/api/runs/${BLUE}`, async ({ request }) => {
          await loaded
          return await apiOver(store).fetch(request)
        }),
      ],
    })
    // The keys are loaded after the first paint.
    await waitFor(async () => {
      await user.keyboard('?')
      expect(screen.getByRole('dialog')).toBeInTheDocument()
    })
    await user.keyboard('{Escape}')
    await user.keyboard('/info')
    expect(screen.queryByRole('textbox', { name: 'Search this run' })).not.toBeInTheDocument()
    release()
    const field = await screen.findByRole('textbox', { name: 'Search this run' })
    await waitFor(() => expect(field).toHaveValue('info'))
    expect(field).toHaveFocus()
    expect(location.pathname).toBe(`/runs/${BLUE}`)
  })

  it('goes to the search of the list where no run is open', async () => {
    const { user } = await renderApp({ url: '/' })
    await waitFor(async () => {
      await user.keyboard('/')
      expect(screen.getByRole('textbox', { name: 'Search runs' })).toHaveFocus()
    })
  })
})

describe('the skip link', () => {
  it('leads past the list to the graph of a run', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await screen.findByRole('button', { name: /^Measure cobalt/ })
    await user.tab()
    expect(screen.getByRole('link', { name: 'Skip to the graph' })).toHaveFocus()
    await user.keyboard('{Enter}')
    expect(document.activeElement?.closest('[data-card-id]')).not.toBeNull()
  })

  it('leads to the content of other pages', async () => {
    const { user } = await renderApp({ url: '/' })
    await user.tab()
    await user.keyboard('{Enter}')
    expect(screen.getByRole('main')).toHaveFocus()
  })
})
