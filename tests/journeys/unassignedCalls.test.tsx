import * as faults from '#mocks/faults.ts'
import { aUnassignedCall, unassignedCalls, receive } from '#mocks/fixtures/unassignedCalls.ts'
import { aSession } from '#mocks/fixtures/builders.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { server } from '#mocks/node.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { LIVE_TIMING } from '#src/live/timing.ts'
import { AGENT_ATTRIBUTES, WRAPPING } from '#src/unassigned/wrapping.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const main = () => within(screen.getByRole('main'))
const address = () => location.pathname + location.search
const list = async () => within(await main().findByRole('list', { name: 'Unassigned calls, newest first' }))
const dialog = async () => within(await screen.findByRole('dialog', { name: 'Unassigned call' }))

const nothing = { data: [], sessions: [aSession()] } as const
const QUICK = { ...LIVE_TIMING, poll: 40 }

/** The span that makes a run of a call: that of an agent around it. */
const around = (call: RawSpan): RawSpan => ({
  ...call,
  span_id: 'aaaaaaaaaaaaaaaa',
  name: 'invoke_agent support',
  attributes: AGENT_ATTRIBUTES,
})

describe('unassigned calls', () => {
  it('open from a link with the former address, which becomes the present one', async () => {
    const { trace_id, span_id } = aUnassignedCall(1)
    await renderApp({ url: `/loose-calls/${trace_id}/${span_id}`, spans: unassignedCalls })
    await dialog()
    expect(address()).toBe(`/unassigned-calls/${trace_id}/${span_id}`)
  })

  it('are linked from the empty start page, open in full, and return the focus to the row', async () => {
    const { user } = await renderApp({ url: '/', ...nothing, spans: unassignedCalls })
    await user.click(await main().findByRole('link', { name: 'Show 4 unassigned calls.' }))
    expect(address()).toBe('/unassigned-calls')
    expect(await main().findByText('4 calls')).toHaveAttribute('role', 'status')
    const rows = (await list()).getAllByRole('link')
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^model call:asked mock-gpt.*running/),
      expect.stringMatching(/^embedding:asked mock-embed.*900 tokens/),
      expect.stringMatching(/^tool call:web_search\(query: moons of Saturn, limit: 5\) failed, TimeoutError.*failed/),
      expect.stringMatching(
        /^model call:asked mock-gpt, “Planet number 1 is .*Which planet is number 1\?.*12 \+ 5 tokens/,
      ),
    ])

    const last = rows.at(-1)
    if (!last) throw new Error('there are rows')
    await user.click(last)
    expect(address()).toBe(`/unassigned-calls/${aUnassignedCall(1).trace_id}/${aUnassignedCall(1).span_id}`)
    const call = await dialog()
    expect(await call.findByRole('heading', { name: 'Sent to the model' })).toBeInTheDocument()
    expect(call.getByText('Which planet is number 1?')).toBeInTheDocument()
    expect((await call.findByText('not')).tagName).toBe('EM')
    expect(call.getByText('help-desk')).toBeInTheDocument()
    expect(call.getByRole('heading', { name: 'Span attributes' })).toBeInTheDocument()
    expect(last).toHaveAttribute('aria-current', 'true')

    await user.keyboard('{Escape}')
    expect(address()).toBe('/unassigned-calls')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(last).toHaveFocus())
  })

  it('explain why they are no runs, and show the code that turns them into runs', async () => {
    const { user } = await renderApp({ url: '/unassigned-calls', spans: unassignedCalls })
    expect(await main().findByText(/no agent or workflow span contains/)).toBeInTheDocument()
    await user.click(main().getByText('How to turn calls into runs'))
    for (const { language } of WRAPPING) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person copies
      await user.click(main().getByRole('button', { name: `Copy ${language}` }))
      // oxlint-disable-next-line no-await-in-loop -- as above
      const copied = await navigator.clipboard.readText()
      for (const [name, value] of Object.entries(AGENT_ATTRIBUTES)) {
        expect(copied).toContain(name)
        expect(copied).toContain(value)
      }
    }
    await user.click(main().getByRole('link', { name: 'Connect an agent' }))
    expect(address()).toBe('/connect')
  })

  it('appear by themselves, and leave for their run once an agent span arrives', async () => {
    const { store } = await renderApp({ url: '/unassigned-calls', spans: [aUnassignedCall(1)], timing: QUICK })
    await (await list()).findByText(/Planet number 1/)
    await receive(store, [aUnassignedCall(2)])
    await (await list()).findByText(/Planet number 2/)
    expect(main().getByText('2 calls')).toBeInTheDocument()

    await receive(store, [around(aUnassignedCall(1))])
    await waitFor(() => expect(main().queryByText(/Planet number 1/)).toBeNull())
    expect(await main().findByText('1 call')).toBeInTheDocument()
    expect(await store.repositories.runs.hasRun(runOfTrace(aUnassignedCall(1).trace_id))).toBe(true)
  })

  it('do not move a list that is scrolled down; new calls are shown on request', async () => {
    const many = Array.from({ length: 40 }, (_, number) => aUnassignedCall(number))
    const { user, store } = await renderApp({ url: '/unassigned-calls', spans: many, timing: QUICK })
    const rows = await main().findByRole('list', { name: 'Unassigned calls, newest first' })
    await within(rows).findByText(/Planet number 39/)
    const scroll = rows.parentElement
    if (!scroll) throw new Error('a list is in what scrolls it')
    scroll.scrollTop = 400
    fireEvent.scroll(scroll)
    await receive(store, [aUnassignedCall(99)])
    await user.click(await main().findByRole('button', { name: '1 new call' }))
    scroll.scrollTop = 0
    fireEvent.scroll(scroll)
    expect(await within(rows).findByText(/Planet number 99/)).toBeInTheDocument()
    expect(main().queryByRole('button', { name: '1 new call' })).toBeNull()
  })

  it('explain that a linked call is now part of a run', async () => {
    const call = aUnassignedCall(1)
    await renderApp({ url: `/unassigned-calls/${call.trace_id}/${call.span_id}`, spans: [call, around(call)] })
    expect(await (await dialog()).findByText('This call – not found.')).toBeInTheDocument()
    expect((await dialog()).getByText(/has become part of a run/)).toBeInTheDocument()
    expect(await main().findByText('No unassigned calls.')).toBeInTheDocument()
  })

  it('show a failure and load after a retry', async () => {
    const { user, store } = await renderApp({
      url: '/unassigned-calls',
      spans: unassignedCalls,
      faults: () => [faults.problem('listUnassignedCalls', 'unavailable')],
    })
    expect(await main().findByText('The unassigned calls could not be loaded.')).toBeInTheDocument()
    server.resetHandlers(...apiHandlers(store))
    await user.click(main().getByRole('button', { name: 'Try again' }))
    expect((await (await list()).findAllByRole('link')).length).toBe(4)
  })

  it('show a skeleton with rows of the final size while loading', async () => {
    await renderApp({
      url: '/unassigned-calls',
      spans: unassignedCalls,
      faults: () => [faults.slow('listUnassignedCalls', 60_000)],
    })
    expect(await main().findByText('Loading unassigned calls…')).toHaveAttribute('role', 'status')
  })
})

describe('the unassigned calls page if all calls belong to runs', () => {
  it('has no link in the top bar, but is in the palette', async () => {
    const { user } = await renderApp({ url: '/connect' })
    expect(await main().findByText('Listening. 2 runs stored.')).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: /calls/ })).toBeNull()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'orphan')
    await user.click(await screen.findByRole('option', { name: /Unassigned calls/ }))
    expect(await main().findByText('No unassigned calls.')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Unassigned calls' })).toHaveAttribute('aria-current', 'page')
  })

  it('has a link as soon as there is a call', async () => {
    const { user } = await renderApp({ url: '/connect', spans: [aUnassignedCall(1)] })
    expect(await main().findByRole('link', { name: 'Show the unassigned call.' })).toBeInTheDocument()
    await user.click(await screen.findByRole('link', { name: 'Unassigned calls' }))
    expect(await (await list()).findByText(/Planet number 1/)).toBeInTheDocument()
  })
})
