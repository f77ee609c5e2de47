import userEvent from '@testing-library/user-event'
import { aBundle, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import * as faults from '#mocks/faults.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { server } from '#mocks/node.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const main = () => within(screen.getByRole('main'))
const address = () => location.pathname + location.search
const pasted = () => navigator.clipboard.readText()

const firstRun = aBundle({
  run: aRun({ run_id: BLUE, task_description: 'Study the cobalt samples' }),
  nodes: [aNode({ run_id: BLUE })],
})
const nothing = { data: [], sessions: [aSession()] } as const
/** The page looks every 2 seconds, and leaves time to read before it opens the run. */
const SOON = { timeout: 10_000 }

describe('the connect page with an empty database', () => {
  it('shows setup code for each framework with this server’s address, and copies it', async () => {
    const { user } = await renderApp({ url: '/', ...nothing })
    expect(await main().findByRole('heading', { name: 'Connect an agent' })).toBeInTheDocument()
    const frameworks = main().getByRole('tablist', { name: 'Agent framework or SDK' })
    expect(
      within(frameworks)
        .getAllByRole('tab')
        .map((tab) => tab.textContent),
    ).toEqual([
      'OpenTelemetry',
      'Vercel AI SDK',
      'LangGraph, LangChain',
      'OpenAI Agents',
      'Mastra',
      'Langfuse SDK',
      'Traceloop',
      'LangSmith',
      'Claude Code',
      'Your own agent',
      'No agent yet',
    ])

    await user.click(within(frameworks).getByRole('tab', { name: 'Langfuse SDK' }))
    const panel = within(main().getByRole('tabpanel', { name: 'Langfuse SDK' }))
    await user.click(panel.getByRole('button', { name: 'Copy bash' }))
    expect(await pasted()).toBe(
      [
        `export LANGFUSE_BASE_URL=${location.origin}`,
        'export LANGFUSE_PUBLIC_KEY=pk-lf-any',
        'export LANGFUSE_SECRET_KEY=sk-lf-any',
      ].join('\n'),
    )
    await user.click(main().getByRole('button', { name: 'Copy address' }))
    expect(await pasted()).toBe(location.origin)
  })

  it('switches frameworks with the arrow keys', async () => {
    const { user } = await renderApp({ url: '/', ...nothing })
    await user.click(await main().findByRole('tab', { name: 'Langfuse SDK' }))
    await user.keyboard('{ArrowDown}')
    expect(main().getByRole('tab', { name: 'Traceloop' })).toHaveAttribute('aria-selected', 'true')
    expect(main().getByText(/TRACELOOP_BASE_URL/)).toBeInTheDocument()
  })

  it('waits for the first run, announces it and opens it', async () => {
    const { store } = await renderApp({ url: '/', ...nothing })
    const status = await main().findByText(/^Waiting for the first span\./)
    expect(status).toHaveAttribute('role', 'status')
    await store.writer.writeRun(firstRun)
    await waitFor(
      () => expect(status).toHaveTextContent('First run received, opening it now: Study the cobalt samples'),
      SOON,
    )
    expect(address()).toBe('/')
    expect(await screen.findByRole('heading', { name: 'Study the cobalt samples' }, SOON)).toBeInTheDocument()
    expect(address()).toBe(`/runs/${BLUE}`)
    history.back()
    expect(await main().findByRole('heading', { name: 'Recent runs' })).toBeInTheDocument()
  })

  it('reports them beside the runs that there are, but not those from before', async () => {
    const { store } = await renderApp({ url: '/', data: [firstRun], sessions: [aSession()] })
    const accept = async (trace_id: string) => {
      const span = aSpan({ trace_id, attributes: { 'http.request.method': 'GET' } })
      await store.spans.acceptSpans([span])
      await store.spans.markProjected(runOfTrace(span.trace_id), 1, true, [])
    }
    await accept('a'.repeat(32))
    await userEvent.click(screen.getByRole('link', { name: 'Connect an agent' }))
    expect(await main().findByText(/^Listening\. 1 run stored\./)).toBeInTheDocument()
    await accept('b'.repeat(32))
    expect(
      await main().findByText(/^Received spans of 1 trace\. None contains an agent span\./, {}, SOON),
    ).toBeInTheDocument()
  })

  it('reports received spans without an agent span', async () => {
    const { store } = await renderApp({ url: '/', ...nothing })
    const status = await main().findByText(/^Waiting for the first span\./)
    const span = aSpan({ attributes: { 'http.request.method': 'GET' } })
    await store.spans.acceptSpans([span])
    await store.spans.markProjected(runOfTrace(span.trace_id), 1, true, [])
    await waitFor(
      () => expect(status).toHaveTextContent('Received spans of 1 trace. None contains an agent span.'),
      SOON,
    )
  })

  it('lists spans waiting for processing, and runs that failed with the reason', async () => {
    const { store } = await renderApp({ url: '/connect', ...nothing })
    await main().findByRole('heading', { name: 'Connect an agent' })
    const failing = aSpan()
    const run_id = runOfTrace(failing.trace_id)
    await store.spans.acceptSpans([failing, aSpan({ trace_id: '1af7651916cd43dd8448eb211c80319c' })])
    for (let time = 0; time < 3; time++)
      // oxlint-disable-next-line no-await-in-loop -- each failure comes after the former one
      await store.spans.markFailed(run_id, undefined, 'It could not be drawn: RangeError.')
    const state = within(await main().findByRole('region', { name: 'Spans waiting for processing' }, SOON))
    expect(await state.findByText(/^1 span of 1 run is waiting to be processed, the oldest since/)).toBeInTheDocument()
    expect(state.getByRole('listitem')).toHaveTextContent('1 span, set aside')
    expect(state.getByRole('listitem')).toHaveTextContent('It could not be drawn: RangeError.')
  })

  it('lets the user open the first run before it opens automatically', async () => {
    const { user, store } = await renderApp({ url: '/connect', ...nothing })
    await main().findByText(/^Waiting for the first span\./)
    await store.writer.writeRun(firstRun)
    await user.click(await main().findByRole('link', { name: 'Study the cobalt samples' }, SOON))
    expect(address()).toBe(`/runs/${BLUE}`)
    await user.click(screen.getByRole('link', { name: 'Runlens' }))
    expect(await main().findByRole('heading', { name: 'Recent runs' })).toBeInTheDocument()
  })

  it('waits for the first run only after the server reports that there are none', async () => {
    const { user, store } = await renderApp({
      url: '/connect',
      ...nothing,
      faults: () => [faults.problem('listRuns', 'unavailable')],
    })
    const again = await screen.findByRole('button', { name: 'Try again' })
    expect(main().getByText('Listening')).toHaveAttribute('role', 'status')
    server.resetHandlers(...apiHandlers(store))
    await user.click(again)
    expect(await main().findByText(/^Waiting for the first span\./)).toBeInTheDocument()
  })
})

describe('the connect page with stored runs', () => {
  it('opens from the top bar or the palette, and stays open', async () => {
    const { user } = await renderApp({ url: '/' })
    await user.click(await screen.findByRole('link', { name: 'Connect an agent' }))
    expect(address()).toBe('/connect')
    expect(await main().findByText('Listening. 2 runs stored.')).toHaveAttribute('role', 'status')
    expect(screen.getByRole('link', { name: 'Connect an agent' })).toHaveAttribute('aria-current', 'page')

    await user.click(screen.getByRole('link', { name: 'Integrity' }))
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('combobox', { name: 'Search or jump' }), 'otlp')
    await user.click(await screen.findByRole('option', { name: /Connect an agent/ }))
    expect(await main().findByRole('heading', { name: 'Connect an agent' })).toBeInTheDocument()
  })
})
