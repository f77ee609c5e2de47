import type { EndpointName } from '#contract/endpoints.ts'
import { foreignItem, foreignScope } from '#mocks/faults.ts'
import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

/** Where each reply is read, and what its panel calls itself when it refuses. */
const READS: readonly (readonly [EndpointName, string])[] = [
  ['getRun', `/runs/${BLUE}`],
  ['getDagColumns', `/runs/${BLUE}`],
  ['getRunEventColumns', `/runs/${BLUE}?view=timeline`],
  ['getRunEventColumns', `/runs/${BLUE}?view=events`],
  ['getNode', `/runs/${BLUE}/nodes/step_1`],
  ['getNodeSummary', `/runs/${BLUE}/nodes/step_1`],
  ['getNodeEventColumns', `/runs/${BLUE}/nodes/step_1?tab=events`],
  ['getNodeEventColumns', `/runs/${BLUE}/nodes/step_1?tab=timeline`],
  ['listNodeFiles', `/runs/${BLUE}/nodes/step_1?tab=files`],
  ['listNodeMessages', `/runs/${BLUE}/nodes/step_1?tab=messages`],
]

const painted = (): string =>
  `${screen.getByRole('main').textContent} ${screen.queryByRole('dialog')?.textContent ?? ''}`

async function expectRefusal(): Promise<void> {
  await waitFor(() =>
    expect(
      screen
        .getAllByRole('alert')
        .map((alert) => alert.textContent)
        .join(' '),
    ).toMatch(/rejected: the server sent rows from another run/),
  )
  expect(painted()).not.toContain(CANARY.green)
}

describe('a server that mixes runs', () => {
  it.each(READS.filter(([name]) => name.startsWith('list') || name.endsWith('Columns')))(
    'one foreign row in %s refuses the whole reply',
    async (name, url) => {
      await renderApp({ url, faults: (store) => [foreignItem(store, name, GREEN, { run_id: BLUE })] })
      await expectRefusal()
    },
  )

  it.each(READS)('rejects a reply to %s that is entirely from another run', async (name, url) => {
    await renderApp({ url, faults: (store) => [foreignScope(store, name, GREEN, { run_id: BLUE })] })
    await expectRefusal()
  })

  it('names the requested run and the received run in the rejection', async () => {
    await renderApp({
      url: `/runs/${BLUE}/nodes/step_1?tab=files`,
      faults: (store) => [foreignScope(store, 'listNodeFiles', GREEN, { run_id: BLUE })],
    })
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(/node step_1 of run b1000000/)
    expect(alert).toHaveTextContent(/node step_1 of run 91000000/)
  })
})
