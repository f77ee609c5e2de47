import type { EventId, NodeRef } from '#contract/ids.ts'
import * as faults from '#mocks/faults.ts'
import { aBundle, anEvent, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { createMemoryStore } from '#mocks/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import type { Store } from '#server/ports.ts'
import { AppProviders } from '#src/app/AppProviders.tsx'
import { createQueryClient } from '#src/app/queryClient.ts'
import { createNavigationStore } from '#src/navigation/navigationStore.ts'
import { RunTimeline } from '#src/timeline/RunTimeline.tsx'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type Scene = { readonly data?: typeof twinRuns; readonly fault?: (store: Store) => RequestHandler }

/** The blue run's timeline over the real server application; happy-dom lays nothing out, so its place is given. */
async function open({ data = twinRuns, fault }: Scene = {}) {
  const store = createMemoryStore()
  await store.writer.writeSessions([...twinSessions, aSession()])
  for (const bundle of data) await store.writer.writeRun(bundle)
  server.use(...(fault ? [fault(store)] : []), ...apiHandlers(store))
  const { nodes: repository } = store.repositories
  const nodes = await repository.listEnrichedNodes(BLUE)
  const opened = vi.fn<(ref: NodeRef, event_id?: EventId) => void>()
  render(
    <AppProviders navigation={createNavigationStore(window)} queryClient={createQueryClient(1)} env="test">
      <RunTimeline
        run_id={BLUE}
        nodes={nodes}
        edges={await repository.listEdges(BLUE)}
        selected={nodes.find(({ node_id }) => node_id === 'step_1')?.node_id}
        onOpenNode={(ref) => opened(ref)}
        onOpenEvent={opened}
      />
    </AppProviders>,
  )
  return { user: userEvent.setup(), opened, store }
}

const row = (name: RegExp) => screen.findByRole('row', { name })

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(() => {
  server.close()
  server.resetHandlers()
})

describe('the timeline of a run', () => {
  it('has the run, then its nodes in time order, each with its events nested below it', async () => {
    await open()
    await row(/^Run/)
    const told = screen.getAllByRole('row').slice(1)
    expect(
      told.map((each) => [each.getAttribute('aria-level'), within(each).getAllByRole('gridcell')[0]?.textContent]),
    ).toEqual([
      ['1', 'Run'],
      ['2', 'cobalt run began'],
      ['1', 'completedPlan cobalt work'],
      ['2', 'completedasked cobalt-model, “1. measure cobalt”'],
      ['1', 'completedMeasure cobalt1 error'],
      ['2', 'completedagent called, “measure cobalt”'],
      ['3', 'completedran Python, 1 line, exit 0'],
      ['3', 'failedcobalt probe lost'],
      ['1', 'completedFinish cobalt'],
      ['2', 'completedcobalt done'],
    ])
    expect(screen.queryByText(/emerald/)).not.toBeInTheDocument()
  })

  it('marks the node that is open and tells its times, duration and errors', async () => {
    await open()
    const step = await row(/Measure cobalt/)
    expect(step).toHaveAttribute('aria-selected', 'true')
    expect(step).toHaveTextContent(/\d\d:01:00\.123 to \d\d:08:00\.123.*7m 00s$/)
  })

  it('opens a node on a click and an event on Enter, each by its ref', async () => {
    const { user, opened } = await open()
    await user.click(await row(/Measure cobalt/))
    expect(opened).toHaveBeenLastCalledWith({ run_id: BLUE, node_id: 'step_1' })
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(opened).toHaveBeenLastCalledWith({ run_id: BLUE, node_id: 'step_1' }, 'cobalt-code')
  })

  it('unfolds an event without a node in place, as text', async () => {
    const { user, opened } = await open()
    const lone = await row(/cobalt run began/)
    expect(lone).toHaveAttribute('aria-expanded', 'false')
    await user.click(lone)
    expect(await screen.findByText('{"note":"cobalt run began"}')).toBeInTheDocument()
    await user.keyboard('{ArrowLeft}')
    expect(screen.queryByText('{"note":"cobalt run began"}')).not.toBeInTheDocument()
    expect(opened).not.toHaveBeenCalled()
  })

  it('folds and unfolds a lane with the arrows, and keeps the focus on it', async () => {
    const { user } = await open()
    const step = await row(/Measure cobalt/)
    act(() => step.focus())
    await user.keyboard('{ArrowLeft}')
    expect(screen.queryByText('cobalt probe lost')).not.toBeInTheDocument()
    expect(document.activeElement).toHaveAttribute('aria-expanded', 'false')
    await user.keyboard('{ArrowRight}')
    expect(screen.getByText('cobalt probe lost')).toBeInTheDocument()
  })
})

describe('a timeline that cannot show all', () => {
  const longRun = (count: number) =>
    aBundle({
      run: aRun({ run_id: BLUE }),
      events: Array.from({ length: count }, (_, index) =>
        anEvent({ run_id: BLUE, event_id: `event-${index}`, execution_order: index }),
      ),
    })

  it('reads page after page, and begins folded where there are many events', async () => {
    await open({ data: [longRun(1100)] })
    expect(await screen.findByText('0 nodes, 1,100 events')).toBeInTheDocument()
    expect(screen.getAllByRole('row')).toHaveLength(2)
  })

  it('says that it shows the first 5,000 only', async () => {
    await open({ data: [longRun(5001)] })
    expect(
      await screen.findByText('0 nodes, showing the first 5,000 of 5,001 events', undefined, { timeout: 15_000 }),
    ).toBeInTheDocument()
  })

  it('says that the run recorded no events', async () => {
    await open({ data: twinRuns.map((bundle) => ({ ...bundle, events: [], files: [], messages: [] })) })
    expect(await screen.findByText('3 nodes, this run recorded no events')).toBeInTheDocument()
    expect(await row(/Measure cobalt/)).toBeInTheDocument()
  })

  it('says why it could not be read', async () => {
    await open({ fault: () => faults.offline('listRunEvents') })
    expect(await screen.findByRole('alert')).toHaveTextContent(/The events of this run could not be read/)
  })

  it('refuses a reply with a row of another run, and paints nothing of it', async () => {
    await open({ fault: (store) => faults.foreignItem(store, 'listRunEvents', GREEN) })
    expect(await screen.findByRole('alert')).toHaveTextContent(/refused: the server sent rows of another run/)
    expect(screen.queryByRole('treegrid')).not.toBeInTheDocument()
    expect(screen.queryByText(/emerald/)).not.toBeInTheDocument()
  })
})
