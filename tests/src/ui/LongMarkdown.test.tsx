import LongMarkdown from '#src/ui/viewers/markdown/LongMarkdown.tsx'
import type { parseInWorker } from '#src/ui/viewers/markdown/markdownClient.ts'
import { markdownTree } from '#src/ui/viewers/markdown/markdownTree.ts'
import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const parse = vi.fn<typeof parseInWorker>()

const page = (text: string) => (
  <MantineProvider env="test">
    <LongMarkdown text={text} parse={parse} />
  </MantineProvider>
)

beforeEach(() => {
  parse.mockReset()
})

describe('Markdown that a worker parses', () => {
  it('is rendered when the worker is done, and plain until then', async () => {
    let answer: (() => void) | undefined
    parse.mockReturnValue(
      new Promise((resolve) => {
        answer = () => resolve({ kind: 'done', answer: markdownTree('**bold**') })
      }),
    )
    render(page('**bold**'))
    expect(screen.getByText('**bold**')).toBeInTheDocument()
    answer?.()
    expect(await screen.findByText('bold')).toHaveProperty('tagName', 'STRONG')
  })

  it('stays plain text with the reason where the worker failed', async () => {
    parse.mockResolvedValue({ kind: 'failed', why: 'The background worker could not be loaded.' })
    const { container } = render(page('**bold**'))
    expect(await screen.findByText(/could not be rendered/)).toHaveTextContent(
      'Shown as plain text, because the Markdown could not be rendered. The background worker could not be loaded.',
    )
    expect(container).toHaveTextContent('**bold**')
    expect(container).not.toHaveTextContent(/too long/)
  })

  it('stays plain text where it takes too long, and says so', async () => {
    parse.mockResolvedValue({ kind: 'too long' })
    render(page('**bold**'))
    expect(await screen.findByText(/takes too long/)).toBeInTheDocument()
  })

  it('says nothing of a text that gave way to another', async () => {
    parse.mockImplementation((text, signal) =>
      text === 'old'
        ? new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }))
          })
        : Promise.resolve({ kind: 'done', answer: markdownTree('*new*') }),
    )
    const { rerender } = render(page('old'))
    rerender(page('*new*'))
    expect(await screen.findByText('new')).toHaveProperty('tagName', 'EM')
    await waitFor(() => expect(parse.mock.calls[0]?.[1].aborted).toBe(true))
    expect(screen.queryByText(/plain text/)).toBeNull()
  })
})
