import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { setPreferences } from '#src/theme/preferencesStore.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.stubEnv('TZ', 'Asia/Kolkata'))
afterEach(() => {
  setPreferences({ clock: 'local' })
  vi.unstubAllEnvs()
})

const started = async () => {
  const fact = (await screen.findByText('Started', { selector: 'dt' })).parentElement
  return fact?.textContent
}

test('one switch shows all times in UTC or local time, and each view says which', async () => {
  const { user } = await renderApp({ url: `/runs/${BLUE}?view=events` })
  expect(await started()).toMatch(/:\d\d UTC\+5:30$/)
  expect(await screen.findByRole('columnheader', { name: 'Time, UTC+5:30' })).toBeInTheDocument()
  await user.click(await screen.findByRole('button', { name: 'Display', expanded: false }))
  const menu = await screen.findByRole('menu', { name: 'Display' })
  expect(within(menu).getByRole('menuitem', { name: /Local time, UTC\+5:30.*/ })).toBeInTheDocument()
  await user.click(within(menu).getByRole('menuitem', { name: 'UTC' }))
  expect(await started()).toMatch(/:\d\d UTC$/)
  expect(await screen.findByRole('columnheader', { name: 'Time, UTC' })).toBeInTheDocument()
})
