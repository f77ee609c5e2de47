import * as faults from '#mocks/faults.ts'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import { AppProviders } from '#src/app/AppProviders.tsx'
import { createQueryClient } from '#src/app/queryClient.ts'
import { createNavigationStore, newRun } from '#src/navigation/navigationStore.ts'
import { RUN_ROW_HEIGHT } from '#src/runList/RunListItem.tsx'
import { RunList } from '#src/runList/RunList.tsx'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '#tests/support/eventually.ts'

/** The list over the real server application, in a place that is 320 by 600 pixels; happy-dom itself lays nothing out. */
async function open({ url = '/', data = twinRuns, sessions = twinSessions, fault }: Scene = {}) {
  const store = createMemoryStore()
  await store.writer.writeSessions(sessions)
  for (const bundle of data) await store.writer.writeRun(bundle)
  server.use(...(fault ? [fault] : []), ...apiHandlers(store))
  history.replaceState(null, '', url)
  const navigation = createNavigationStore(window)
  render(
    <AppProviders navigation={navigation} queryClient={createQueryClient(1)} env="test">
      <RunList />
    </AppProviders>,
  )
  return { user: userEvent.setup(), navigation, store }
}
type Scene = {
  readonly url?: string
  readonly data?: typeof twinRuns
  readonly sessions?: typeof twinSessions
  readonly fault?: RequestHandler
}

const links = () => screen.findAllByRole('link')
const manyRuns = Array.from({ length: 130 }, (_, index) =>
  aBundle({
    run: aRun({
      run_id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      task_description: `Task ${index}`,
      started_at: new Date(Date.UTC(2026, 0, 20, 12, -index)).toISOString().replace('Z', '000Z'),
    }),
  }),
)

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(320)
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(() => {
  server.close()
  server.resetHandlers()
})

describe('the run list', () => {
  it('shows task, status, errors, time, agent, nodes and events of each run, newest first', async () => {
    await open()
    const [green, blue] = await links()
    expect(green).toHaveTextContent(
      /^Study the emerald samplesfailed9m 00s1 error.+emerald-planner · planning control3 nodes · 6 events$/,
    )
    expect(blue).toHaveTextContent(/^Study the cobalt samplescompleted9m 00s1 error/)
    expect(screen.getByText('2 runs')).toBeInTheDocument()
  })

  it('opens a run on click, and marks the open run', async () => {
    const { user, navigation } = await open({ url: '/?status=completed' })
    await user.click(await screen.findByRole('link', { name: /cobalt/ }))
    expect(navigation.getState().selection).toEqual(newRun(BLUE))
    expect(location.pathname + location.search).toBe(`/runs/${BLUE}?status=completed`)
    expect(screen.getByRole('link', { name: /cobalt/ })).toHaveAttribute('aria-current', 'true')
  })

  it('has real links, so that the browser handles a Ctrl click', async () => {
    const { user, navigation } = await open()
    const blue = await screen.findByRole('link', { name: /cobalt/ })
    expect(blue).toHaveAttribute('href', `/runs/${BLUE}`)
    const prevented = vi.fn<(event: Event) => void>((event) => event.preventDefault())
    window.addEventListener('click', prevented, { once: true })
    await user.keyboard('{Control>}')
    await user.click(blue)
    await user.keyboard('{/Control}')
    expect(prevented).toHaveBeenCalledOnce()
    expect(navigation.getState().selection).toEqual({ kind: 'none' })
  })

  it('is one tab stop that the arrows move', async () => {
    const { user } = await open({ data: manyRuns, sessions: [aSession()] })
    const [first] = await links()
    expect(screen.getByText('130 runs')).toBeInTheDocument()
    expect(screen.getAllByRole('link').filter(({ tabIndex }) => tabIndex === 0)).toEqual([first])
    expect(screen.getAllByRole('link').length).toBeLessThan(40)

    act(() => first?.focus())
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(document.activeElement).toHaveTextContent(/^Task 2/)
    await user.keyboard('{End}')
    expect(document.activeElement).toHaveTextContent(/^Task 99/)
    expect(document.activeElement?.parentElement).toHaveAttribute('aria-setsize', '130')
    await user.keyboard('{Home}{ArrowUp}')
    expect(document.activeElement).toHaveTextContent(/^Task 0/)
  })

  it('loads more near its end, and keeps the focused row', async () => {
    await open({ data: manyRuns, sessions: [aSession()] })
    const [first] = await links()
    act(() => first?.focus())
    const scrolled = screen.getByRole('list', { name: 'Runs, newest first' }).parentElement
    if (!scrolled) throw new Error('the list lies in what scrolls')
    fireEvent.scroll(scrolled, { target: { scrollTop: 90 * RUN_ROW_HEIGHT } })
    expect(await screen.findByRole('link', { name: /^Task 90/ })).toBeInTheDocument()
    expect(document.activeElement).toBe(first)

    expect(await screen.findByRole('link', { name: /^Task 105/ })).toBeInTheDocument()
  })

  it('searches after typing pauses, and Escape clears the text', async () => {
    const { user } = await open()
    const field = screen.getByRole('textbox', { name: 'Search runs' })
    await user.type(field, 'COBALT')
    expect(await screen.findByText('1 run matches')).toBeInTheDocument()
    expect(location.search).toBe('?q=COBALT')
    expect(await links()).toHaveLength(1)

    await user.type(field, '{Escape}')
    expect(field).toHaveValue('')
    expect(await screen.findByText('2 runs')).toBeInTheDocument()
    expect(location.search).toBe('')
  })

  it('keeps the blank that was typed before the next word, and nothing once its filter is gone', async () => {
    const { user } = await open()
    const field = screen.getByRole('textbox', { name: 'Search runs' })
    await user.type(field, 'study ')
    await screen.findByText('2 runs match')
    await user.type(field, 'the')
    expect(field).toHaveValue('study the')
    await eventually(() => expect(location.search).toBe('?q=study+the'))
    await user.click(screen.getByRole('button', { name: 'Remove filter: Text “study the”' }))
    expect(field).toHaveValue('')
  })

  it('filters by status, with a count beside each, and a chip that takes the filter away', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('button', { name: 'Filter runs' }))
    await user.click(await screen.findByRole('checkbox', { name: /^failed\s*1$/ }))
    expect(await screen.findByText('1 run matches')).toBeInTheDocument()
    expect(location.search).toBe('?status=failed')
    await user.click(screen.getByRole('button', { name: 'Remove filter: Status failed' }))
    expect(await screen.findByText('2 runs')).toBeInTheDocument()
  })

  it('shows the runs of a session, whose name is on the chip', async () => {
    const { user } = await open()
    await user.click(screen.getByRole('radio', { name: 'Sessions' }))
    await user.click(await screen.findByRole('link', { name: /The cobalt session.*1 run/ }))
    expect(await screen.findByText('1 run matches')).toBeInTheDocument()
    expect(
      within(screen.getByRole('list', { name: 'Active filters' })).getByRole('button', {
        name: 'Remove filter: Session The cobalt session',
      }),
    ).toBeInTheDocument()
  })
})

describe('a run list without rows', () => {
  it('says that nothing matches, and clears the filters', async () => {
    const { user } = await open({ url: '/?q=nowhere' })
    expect(await screen.findByText('No runs match these filters')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await links()).toHaveLength(2)
  })

  it('says that there are no runs yet', async () => {
    await open({ data: [], sessions: [] })
    expect(await screen.findByText('No runs yet')).toBeInTheDocument()
  })

  it('says why it could not be loaded, and retries', async () => {
    const { user, store } = await open({ fault: faults.problem('listRuns', 'unavailable') })
    expect(await screen.findByRole('alert')).toHaveTextContent(/The runs could not be loaded.*503/)
    server.resetHandlers(...apiHandlers(store))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await links()).toHaveLength(2)
  })

  it('keeps its rows if only a refresh failed, and says so', async () => {
    const { user } = await open()
    await links()
    server.use(faults.offline('listRuns'))
    await user.click(screen.getByRole('button', { name: 'Refresh' }))
    expect(await screen.findByText(/refresh failed/)).toBeInTheDocument()
    expect(await links()).toHaveLength(2)
  })
})
