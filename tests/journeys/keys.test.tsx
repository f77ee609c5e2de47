import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

const run = `/runs/${BLUE}`

describe('the slash key', () => {
  it('keeps what is typed while the run loads and puts it into the search field', async () => {
    await renderApp({ url: run })
    if (screen.queryByRole('textbox', { name: 'Search this run' })) throw new Error('The run is already loaded.')
    // Dispatched at once, so that the run cannot arrive in between.
    for (const key of '/timi') fireEvent.keyDown(document.body, { key })
    const field = await screen.findByRole('textbox', { name: 'Search this run' })
    await waitFor(() => expect(field).toHaveFocus())
    expect(field).toHaveValue('timi')
    expect(location.pathname).toBe(run)
  })
})
