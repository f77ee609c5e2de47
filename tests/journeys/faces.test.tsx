import * as faults from '#mocks/faults.ts'
import { aBundle, aNode, anEvent, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import { server } from '#mocks/node.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const files = `/runs/${BLUE}/nodes/step_1?tab=files`

describe('failures are explained and can be retried', () => {
  it.each([
    ['the server failed', faults.problem('listNodeFiles', 'internal'), /500/],
    ['the database is away', faults.problem('listNodeFiles', 'unavailable'), /503/],
    ['the connection broke', faults.offline('listNodeFiles'), /Could not reach/],
    ['the reply is cut off', faults.malformedJson('listNodeFiles'), /is not JSON/],
    ['a login page came instead', faults.htmlInsteadOfJson('listNodeFiles'), /is not JSON/],
    ['the reply has another shape', faults.wrongShape('listNodeFiles'), /does not match the API contract/],
  ])('%s', async (_, fault, why) => {
    const { user, store } = await renderApp({ url: files, faults: () => [fault] })
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(why)
    // The rest of the screen stands.
    expect(await screen.findByRole('button', { name: /^Measure cobalt/ })).toBeInTheDocument()

    server.resetHandlers(...apiHandlers(store))
    await user.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await screen.findAllByText(/cobalt\.md/)).not.toHaveLength(0)
  })

  it('a run that does not exist', async () => {
    await renderApp({ url: `/runs/${UNKNOWN}` })
    expect(await screen.findByText(/^Run dead0000 – not found/)).toBeInTheDocument()
  })

  it('a node that does not exist in this run', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_99` })
    expect(await screen.findAllByText(/not found/)).not.toHaveLength(0)
    expect(await screen.findByRole('button', { name: /^Measure cobalt/ })).toBeInTheDocument()
  })

  it('an invalid link', async () => {
    const { user } = await renderApp({ url: '/runs/4711' })
    expect(screen.getByText('This link is not valid.')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Go to start page' }))
    expect(await screen.findByRole('heading', { name: 'Recent runs' })).toBeInTheDocument()
  })
})

describe('empty states are explained', () => {
  it('an empty database', async () => {
    await renderApp({ url: '/', data: [], sessions: [] })
    expect(await screen.findByText(/^Waiting for the first span\./)).toBeInTheDocument()
  })

  it('a run without nodes shows its number of events', async () => {
    const run_id = BLUE
    const bundle = aBundle({ run: aRun({ run_id }), events: [anEvent({ run_id, event_id: 'lone' })] })
    await renderApp({ url: `/runs/${run_id}`, data: [bundle], sessions: [aSession()] })
    expect(await screen.findByText(/has no nodes/)).toBeInTheDocument()
    expect(screen.getByText(/1 event without a node/)).toBeInTheDocument()
  })

  it.each([
    ['events', /no events/i],
    ['files', /no files/i],
    ['messages', /no messages/i],
  ])('a node without %s', async (tab, says) => {
    const run_id = BLUE
    const bundle = aBundle({ run: aRun({ run_id }), nodes: [aNode({ run_id })] })
    await renderApp({ url: `/runs/${run_id}/nodes/step_1?tab=${tab}`, data: [bundle], sessions: [aSession()] })
    const dialog = await screen.findByRole('dialog')
    expect((await within(dialog).findAllByText(says)).length).toBeGreaterThan(0)
  })
})

it('a run says when what it shows was read', async () => {
  await renderApp({ url: `/runs/${BLUE}` })
  const refresh = await screen.findByRole('button', { name: 'Refresh run' })
  await waitFor(() => expect(refresh).toHaveAttribute('title', expect.stringMatching(/was read at \d\d:\d\d:\d\d\.$/)))
})
