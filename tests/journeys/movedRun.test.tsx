import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { RUN_ATTRIBUTE, traceOfRun } from '#server/store/spans/runOfTrace.ts'
import { QUICK } from '#tests/support/liveStreams.ts'
import { renderApp, type RenderedApp } from '#tests/support/renderApp.tsx'
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const trace_id = traceOfRun(BLUE)

/** The blue run is a trace, whose last span names the green one, which names itself. */
async function move({ store }: Pick<RenderedApp, 'store'>) {
  await store.spans.acceptSpans([
    aSpan({ trace_id }),
    aSpan({ trace_id: traceOfRun(GREEN), attributes: { [RUN_ATTRIBUTE]: GREEN } }),
  ])
  await store.spans.acceptSpans([
    aSpan({ trace_id, span_id: 'b7ad6b7169203332', attributes: { [RUN_ATTRIBUTE]: GREEN } }),
  ])
}
const runs = () => within(screen.getByRole('navigation', { name: 'Runs' }))

describe('an open run that moves to another run', () => {
  it.each([
    ['the run alone', ''],
    ['a node of it', '/nodes/step_1'],
    ['an event of it', '?event=cobalt-start'],
  ])('links to the other run while %s is open', async (_, rest) => {
    const { store, user } = await renderApp({ url: `/runs/${BLUE}${rest}`, areDrawn: true, timing: QUICK })
    await screen.findByRole('button', { name: /^Measure cobalt/ })
    expect(runs().getAllByRole('link')).toHaveLength(2)
    await act(async () => move({ store }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(/Run b1000000 was moved to run 91000000\..*assigned this trace/)
    // Nothing of it is left, neither beside these words nor in the list.
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    await waitFor(() => expect(runs().getAllByRole('link')).toHaveLength(1))
    expect(screen.queryByText(/cobalt/)).not.toBeInTheDocument()
    await user.click(within(alert).getByRole('link', { name: 'Open run 91000000' }))
    expect(await screen.findByRole('heading', { level: 1, name: /emerald/ })).toBeInTheDocument()
    expect(location.pathname).toBe(`/runs/${GREEN}`)
  })

  it('links to the other run when it is opened again', async () => {
    const { store, user } = await renderApp({ url: `/runs/${GREEN}`, areDrawn: true, timing: QUICK })
    await user.click(await screen.findByRole('link', { name: /Study the cobalt samples/ }))
    await screen.findByRole('button', { name: /^Measure cobalt/ })
    await user.click(screen.getByRole('link', { name: /Study the emerald samples/ }))
    await screen.findByRole('button', { name: /^Measure emerald/ })
    await act(async () => move({ store }))
    act(() => history.back())
    expect(await screen.findByText('Run b1000000 was moved to run 91000000.')).toBeInTheDocument()
  })
})
