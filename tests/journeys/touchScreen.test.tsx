import { BLUE } from '#mocks/fixtures/twinRuns.ts'
import { renderApp } from '#tests/support/renderApp.tsx'
import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

/** A device whose main pointer is a finger. */
function useFinger() {
  vi.stubGlobal('matchMedia', (query: string) =>
    Object.assign(new EventTarget(), { media: query, matches: query === '(pointer: coarse)' }),
  )
}

describe('on a touch screen, texts say what touch does', () => {
  it('for the timeline', async () => {
    useFinger()
    await renderApp({ url: `/runs/${BLUE}?view=timeline` })
    expect(await screen.findByText('Tap a bar to open it. Pinch to zoom, drag to pan.')).toBeInTheDocument()
    expect(screen.queryByText(/Hover|Wheel/)).not.toBeInTheDocument()
  })

  it('for the graph and the search', async () => {
    useFinger()
    await renderApp({ url: `/runs/${BLUE}?view=graph` })
    expect(await screen.findByRole('group', { name: /tap a node to open it, pinch to zoom/ })).toBeInTheDocument()
    expect(screen.getByRole('textbox', { name: 'Search this run' })).toHaveAttribute('placeholder', 'Search this run')
  })

  it('and for a mouse what a mouse does', async () => {
    await renderApp({ url: `/runs/${BLUE}?view=timeline` })
    expect(await screen.findByText(/Hover over a bar for details/)).toBeInTheDocument()
    expect(screen.getByRole('textbox', { name: 'Search this run' })).toHaveAttribute(
      'placeholder',
      'Search this run ( / )',
    )
  })
})
