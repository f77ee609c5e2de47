import * as faults from '#mocks/faults.ts'
import { aBundle, aMessage, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run_id = BLUE
const messages = (query = '') => `/runs/${run_id}?view=messages${query}`
const second = (n: number) => `2026-01-19T10:00:0${n}.000000Z`

const talk = aBundle({
  run: aRun({ run_id }),
  nodes: [aNode({ run_id, node_id: 'step_1', label: 'Draft it' })],
  messages: [
    aMessage({
      run_id,
      message_id: 'm1',
      node_id: 'step_1',
      timestamp: second(1),
      tokens: 9,
      content: 'Please **begin**.',
    }),
    aMessage({ run_id, message_id: 'm2', timestamp: second(2), content: 'And hurry.' }),
    aMessage({
      run_id,
      message_id: 'm3',
      timestamp: second(3),
      sender: 'engineer',
      recipient: null,
      content: '<b>Done</b> <img src=x onerror=alert(1)>',
    }),
    aMessage({ run_id, message_id: 'm4', timestamp: second(4), sender: 'critic', recipient: 'critic', content: 'Hm.' }),
  ],
})
const scene = { data: [talk], sessions: [aSession()] }

describe('the messages of a run', () => {
  it('are shown as turns, oldest first, each with its node', async () => {
    const { user } = await renderApp({ url: messages(), ...scene })
    const feed = await screen.findByRole('feed', { name: 'Messages' })
    const told = within(feed).getAllByRole('article')
    expect(told.map((each) => each.getAttribute('aria-label')?.replace(/, .*/, ''))).toEqual([
      'planner to engineer',
      'planner to engineer',
      'engineer to unknown recipient',
      'critic to critic',
    ])
    expect(within(feed).getAllByText('planner')).toHaveLength(1)
    expect(await within(feed).findByText('begin')).toBeInTheDocument()
    expect(within(feed).getByText('9 tokens')).toBeInTheDocument()
    expect(feed.querySelector('img, b')).toBeNull()

    await user.click(within(feed).getByRole('button', { name: 'Draft it' }))
    expect(await screen.findByRole('dialog', { name: /Draft it/ })).toBeInTheDocument()
    expect(screen.getByRole('feed', { name: 'Messages' })).toBeInTheDocument()
  })

  it('can each be linked to', async () => {
    const { user } = await renderApp({ url: messages('&message=m3'), ...scene })
    const chosen = () =>
      screen.getAllByRole('article', { current: true }).map((each) => each.getAttribute('aria-posinset'))
    await screen.findByRole('feed')
    expect(chosen()).toEqual(['3'])
    await user.click(screen.getAllByRole('button', { name: /^Link to this message/ }).at(0) ?? document.body)
    expect(chosen()).toEqual(['1'])
    expect(location.search).toContain('message=m1')
  })

  it('can be walked by keyboard', async () => {
    const { user } = await renderApp({ url: messages(), ...scene })
    const [first] = await screen.findAllByRole('article')
    first?.focus()
    await user.keyboard('{PageDown}')
    expect(screen.getAllByRole('article').at(1)).toHaveFocus()
    await user.keyboard('{End}')
    expect(document.activeElement).toHaveAttribute('aria-posinset', '4')
  })

  it('are also a sequence of arrows, and an arrow opens its message', async () => {
    const { user } = await renderApp({ url: messages(), ...scene })
    await user.click(await screen.findByText('Sequence'))
    const list = await screen.findByRole('list', { name: 'Messages in sequence' })
    const arrows = within(list).getAllByRole('button')
    expect(arrows.map((each) => each.textContent?.split(' · ')[0])).toEqual([
      'planner to engineer',
      'planner to engineer',
      'engineer to unknown',
      'critic to itself',
    ])
    arrows[0]?.focus()
    await user.keyboard('{ArrowDown}{Enter}')
    expect(await screen.findByRole('article', { current: true })).toHaveTextContent('And hurry.')
    expect(location.search).not.toContain('sequence')
  })

  it('explain that there are none', async () => {
    const silent = aBundle({ run: aRun({ run_id }), nodes: [aNode({ run_id })] })
    await renderApp({ url: messages(), data: [silent], sessions: [aSession()] })
    expect(await screen.findByText('No messages.')).toBeInTheDocument()
    expect(screen.getByText('This run has no messages.')).toBeInTheDocument()
  })

  it('show only the reason if they could not be loaded', async () => {
    await renderApp({ url: messages(), ...scene, faults: () => [faults.problem('listRunMessages', 'unavailable')] })
    expect(await screen.findByRole('alert')).toHaveTextContent(/The messages of this run.*503/)
    expect(screen.queryByRole('feed')).toBeNull()
  })

  it.each(['chat', 'sequence'])(
    'shows nothing as a %s of a reply into which a message of another run is mixed',
    async (as) => {
      await renderApp({
        url: messages(`&messages=${as}`),
        faults: (store) => [faults.foreignItem(store, 'listRunMessages', GREEN, { run_id: BLUE })],
      })
      expect(await screen.findByRole('alert')).toHaveTextContent(/another run/)
      expect(screen.queryByText(/is ready|Please measure/)).toBeNull()
    },
  )
})
