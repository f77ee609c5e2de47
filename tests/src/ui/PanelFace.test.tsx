import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { ScopeViolationError, UnreachableError } from '#src/api/errors.ts'
import { PanelFace, type PanelQuery } from '#src/ui/controls/PanelFace.tsx'
import { describe, expect, it, vi } from 'vitest'

const show = (query: Partial<PanelQuery<string>>) =>
  render(
    <MantineProvider env="test">
      <PanelFace
        what="The rows"
        query={{ data: undefined, error: null, refetch: () => undefined, ...query }}
        skeleton={<p>waiting</p>}
      >
        {(rows) => <p>{rows}</p>}
      </PanelFace>
    </MantineProvider>,
  ).container

const refusal = new ScopeViolationError({ run_id: BLUE }, [{ run_id: GREEN, node_id: null }])
const offline = new UnreachableError('The connection failed.')

describe('a panel', () => {
  it('shows a named skeleton while loading', () => {
    show({})
    expect(screen.getByRole('status', { name: 'The rows: loading' })).toHaveTextContent('waiting')
  })

  it('says why loading failed, and retries on request', async () => {
    const refetch = vi.fn<() => void>()
    show({ error: offline, refetch })
    expect(screen.getByRole('alert')).toHaveTextContent('The rows could not be loaded.The connection failed.')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(refetch).toHaveBeenCalledOnce()
  })

  it('keeps its data if a refresh fails, and says so', () => {
    expect(show({ data: 'former rows', error: offline })).toHaveTextContent('former rows')
    expect(screen.getByRole('alert')).toHaveTextContent('The rows could not be refreshed')
  })

  it('does not report a failed next page; the end of the list does', () => {
    show({ data: 'former rows', error: offline, isFetchNextPageError: true })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('shows nothing once the server mixed in another run, not even earlier data', () => {
    expect(show({ data: 'former rows', error: refusal, isFetchNextPageError: true })).not.toHaveTextContent(
      'former rows',
    )
    expect(screen.getByRole('alert')).toHaveTextContent('The rows – rejected: the server sent rows from another run.')
  })
})
