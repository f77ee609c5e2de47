import { BLUE, CANARY, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { held } from '#mocks/faults.ts'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderApp } from '#tests/support/renderApp.tsx'
import { NODE_TABS } from '#src/navigation/location.ts'

/** All that the middle and the right of the screen say; the list at the left names every run by design. */
const words = (): string => `${screen.getByRole('main').textContent} ${screen.queryByRole('dialog')?.textContent ?? ''}`

function expectOnly(colour: keyof typeof CANARY): void {
  const other = colour === 'blue' ? 'green' : 'blue'
  expect(words()).toContain(CANARY[colour])
  expect(words()).not.toContain(CANARY[other])
}

const dialogOf = (colour: keyof typeof CANARY) => screen.findByRole('dialog', { name: `Measure ${CANARY[colour]}` })

describe('two runs share the node id step_1', () => {
  it('the reader of one sees its words behind the node, and none of the other’s, in every tab', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}` })
    await user.click(await screen.findByRole('button', { name: /^Measure cobalt ?, agent node/ }))
    const dialog = await dialogOf('blue')
    for (const name of [/^Events/, /^Files/, /^Messages/, /^Overview/]) {
      await user.click(within(dialog).getByRole('tab', { name }))
      await waitFor(() => expect(within(dialog).getByRole('tabpanel').textContent).toContain(CANARY.blue))
      expectOnly('blue')
    }
  })

  it('the receipt says where the rows come from, and how many other runs have such a node', async () => {
    await renderApp({ url: `/runs/${BLUE}/nodes/step_1` })
    const dialog = await dialogOf('blue')
    await waitFor(() => expect(dialog).toHaveTextContent(/all from run b1000000.*checked/))
    expect(dialog).toHaveTextContent(/3 events/)
    expect(dialog).toHaveTextContent(/1 other run/)
  })

  it('choosing the other run closes the node, and going back restores it with its tab', async () => {
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=messages` })
    await dialogOf('blue')
    await user.click(await screen.findByRole('link', { name: /emerald/ }))
    await screen.findByRole('heading', { name: 'Study the emerald samples' })
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expectOnly('green')

    history.back()
    const dialog = await dialogOf('blue')
    expect(within(dialog).getByRole('tab', { name: /^Messages/ })).toHaveAttribute('aria-selected', 'true')
    await within(dialog).findByText(/Please measure/)
    expectOnly('blue')
  })

  it.each(NODE_TABS)('a slow reply that arrives after the switch is not painted (%s)', async (tab) => {
    const endpoint = (
      {
        overview: 'getNodeSummary',
        timeline: 'getNodeEventColumns',
        events: 'getNodeEventColumns',
        files: 'listNodeFiles',
        messages: 'listNodeMessages',
      } as const
    )[tab]
    const late = held(endpoint, { run_id: BLUE, node_id: 'step_1' })
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=${tab}`, faults: () => [late.handler] })
    await dialogOf('blue')
    await user.click(await screen.findByRole('link', { name: /emerald/ }))
    await user.click(await screen.findByRole('button', { name: /^Measure emerald/ }))
    const dialog = await dialogOf('green')
    await user.click(within(dialog).getByRole('tab', { name: new RegExp(`^${tab}`, 'i') }))
    late.release()
    await waitFor(() => expect(within(dialog).getByRole('tabpanel').textContent).toContain(CANARY.green))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expectOnly('green')
  })

  it('switching from one node to another never shows the former one’s rows', async () => {
    const late = held('getNodeEventColumns', { run_id: BLUE, node_id: 'planning' })
    const { user } = await renderApp({ url: `/runs/${BLUE}/nodes/step_1?tab=events`, faults: () => [late.handler] })
    const first = await dialogOf('blue')
    await within(first).findByText(/ran Python/)
    await user.click(await screen.findByRole('button', { name: /^Plan cobalt work/ }))
    const second = await screen.findByRole('dialog', { name: 'Plan cobalt work' })
    expect(second).not.toHaveTextContent(/ran Python/)
    late.release()
    await within(second).findByText(/asked cobalt-model/)
    expect(second).not.toHaveTextContent(/ran Python/)
  })

  it('a pasted link of the other run opens the other run’s node', async () => {
    await renderApp({ url: `/runs/${GREEN}/nodes/step_1?tab=events` })
    const dialog = await dialogOf('green')
    await within(dialog).findByText(/emerald probe lost/)
    expectOnly('green')
  })
})
