import { BLUE, twinRuns } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'

const run = twinRuns.find((bundle) => bundle.run.run_id === BLUE)?.run
const address = () => new URLSearchParams(location.search)
const header = async () => {
  const title = await screen.findByRole('heading', { level: 1, name: /cobalt/ })
  const found = title.closest('header')
  if (!found) throw new Error('the title of a run is in its header')
  return within(found)
}

test('the errors of a run lead to a list of its errors only', async () => {
  const { user } = await renderApp({ url: `/runs/${BLUE}` })
  await user.click(await (await header()).findByRole('button', { name: '1 error' }))
  expect([address().get('view'), address().get('ev.only')]).toEqual(['events', 'errors'])
  expect(await screen.findByText('1 of 6 events')).toBeInTheDocument()
})

test.each([
  ['agent', run?.agent],
  ['session', run?.session_id],
  ['q', run?.model],
])('a fact filters the list by %s', async (parameter, value) => {
  const { user } = await renderApp({ url: `/runs/${BLUE}` })
  const name = { agent: 'Agent', session: 'Session', q: 'Model' }[parameter] ?? ''
  const fact = (await (await header()).findByText(name)).parentElement
  if (!fact || !value) throw new Error(`the run has a ${parameter}`)
  await user.click(within(fact).getByRole('link'))
  expect(address().get(parameter)).toBe(value)
  expect(location.pathname).toBe(`/runs/${BLUE}`)
})

test('Share copies the link to what is on screen', async () => {
  const { user } = await renderApp({ url: `/runs/${BLUE}?view=events&ev.only=errors` })
  await user.click(await (await header()).findByRole('button', { name: 'Share' }))
  await waitFor(async () => expect(await navigator.clipboard.readText()).toBe(location.href))
  expect(location.search).toBe('?view=events&ev.only=errors')
  expect(await screen.findByText('Link copied')).toBeInTheDocument()
})
