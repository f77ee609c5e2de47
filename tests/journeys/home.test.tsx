import { aBundle, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import * as faults from '#mocks/faults.ts'
import { runId } from '#tests/support/testStore.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'

const run = (number: number, over: Parameters<typeof aRun>[0]) =>
  aRun({ run_id: runId(number), task_description: `Task ${number}`, ...over })
const node = (number: number) => aNode({ run_id: runId(number), node_id: 'step_1' })

const DATA = [
  aBundle({
    run: run(1, { status: 'failed', started_at: '2026-01-20T09:00:00.000000Z' }),
    nodes: [node(1)],
    events: [anEvent({ run_id: runId(1), event_type: 'llm_call', meta: { cost_usd: 0.25 } })],
  }),
  aBundle({ run: run(2, { status: 'completed', started_at: '2026-01-19T09:00:00.000000Z' }), nodes: [node(2)] }),
  aBundle({ run: run(3, { status: 'completed', started_at: '2026-01-21T09:00:00.000000Z' }) }),
]
const SESSIONS = [aSession({ session_id: aRun().session_id })]
const open = (more: Partial<Parameters<typeof renderApp>[0]> = {}) =>
  renderApp({ url: '/', data: DATA, sessions: SESSIONS, ...more })
const main = () => within(screen.getByRole('main'))

test('the start page names the latest failures and opens one', async () => {
  const { user } = await open()
  const failures = within(await main().findByRole('list', { name: 'Latest failures' }))
  expect(failures.getAllByRole('listitem')).toHaveLength(1)
  await user.click(failures.getByRole('link', { name: 'Task 1' }))
  expect(location.pathname).toBe(`/runs/${runId(1)}`)
})

test('it opens the latest run that has a graph', async () => {
  const { user } = await open()
  await user.click(await main().findByRole('link', { name: 'Open the latest run with a graph' }))
  expect(location.pathname).toBe(`/runs/${runId(1)}`)
})

test('it counts the statuses of the latest runs, and each filters the list', async () => {
  const { user } = await open()
  const tiles = within(await main().findByRole('list', { name: 'Statuses of the latest 3 runs' }))
  expect(tiles.getAllByRole('link').map((tile) => tile.textContent)).toEqual(['2completed', '1failed'])
  await user.click(tiles.getByRole('link', { name: /failed/ }))
  expect(new URLSearchParams(location.search).get('status')).toBe('failed')
})

test('it shows runs, failures and cost by day', async () => {
  await open()
  const table = within(await main().findByRole('table', { name: /^All 3 runs with a start, by the day/ }))
  const rows = table.getAllByRole('row').slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent.trim()))).toEqual([
    ['2026-01-21', '1', '0', '–'],
    ['2026-01-20', '1', '1', '$0.2500'],
    ['2026-01-19', '1', '0', '–'],
  ])
})

test('a run in progress is named, and one abandoned long ago is not', async () => {
  const now = new Date().toISOString().replace('Z', '000Z')
  await open({
    data: [
      aBundle({ run: run(4, { status: 'executing', started_at: now, completed_at: null }) }),
      aBundle({ run: run(5, { status: 'executing', started_at: '2026-01-01T00:00:00.000000Z', completed_at: null }) }),
    ],
  })
  const live = within(await main().findByRole('list', { name: 'Running now' }))
  expect(live.getAllByRole('link').map((link) => link.textContent)).toEqual(['Task 4'])
})

test('the demo goes with two clicks, and other runs stay', async () => {
  const { user, store } = await open({ url: '/connect' })
  await store.writer.writeSessions([aSession({ session_id: 'demo' })], 'demo')
  await store.writer.writeRun(aBundle({ run: run(9, { session_id: 'demo' }) }), 'demo')
  await user.click(screen.getByRole('link', { name: 'Runlens' }))
  await user.click(await main().findByRole('button', { name: 'Remove demo data' }))
  await user.click(main().getByRole('button', { name: 'Remove 1 demo run' }))
  await waitFor(() => expect(main().queryByText('Demo data')).not.toBeInTheDocument())
  expect(await store.repositories.runs.hasRun(run(9, {}).run_id)).toBe(false)
  expect(await store.repositories.runs.hasRun(run(1, {}).run_id)).toBe(true)
})

test('a demo that cannot be removed says why, and is still there', async () => {
  const { user, store } = await open({ url: '/connect', faults: () => [faults.problem('removeDemo', 'unavailable')] })
  await store.writer.writeSessions([aSession({ session_id: 'demo' })], 'demo')
  await store.writer.writeRun(aBundle({ run: run(9, { session_id: 'demo' }) }), 'demo')
  await user.click(screen.getByRole('link', { name: 'Runlens' }))
  await user.click(await main().findByRole('button', { name: 'Remove demo data' }))
  await user.click(main().getByRole('button', { name: 'Remove 1 demo run' }))
  expect(await main().findByRole('alert')).toHaveTextContent(/^The demo could not be removed: /)
  expect(await store.repositories.runs.hasRun(run(9, {}).run_id)).toBe(true)
})

test('without a demo nothing is offered to remove, and a run that recorded nothing says so in the list', async () => {
  await open()
  expect(await main().findByRole('heading', { name: 'Import an old database' })).toBeInTheDocument()
  expect(main().queryByText('Demo data')).not.toBeInTheDocument()
  expect(await screen.findByText('Nothing recorded')).toBeInTheDocument()
})
