import type { RunRow } from '#contract/summaries.ts'
import type { RunId } from '#contract/ids.ts'
import { BLUE, GREEN } from '#mocks/fixtures/twinRuns.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { useArrivals } from '#src/connect/useArrivals.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'

/** What the hook says over a list that the test sets, newest first. */
function watching(first: readonly RunId[] | undefined, wasEmpty = false) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const set = (ids: readonly RunId[]) =>
    client.setQueryData(globalQueries.runs({}).queryKey, {
      pages: [{ scope: {}, items: ids.map((run_id) => ({ run_id }) as RunRow), total: ids.length, next_cursor: null }],
      pageParams: [undefined],
    })
  if (first) set(first)
  client.setQueryData(globalQueries.telemetry().queryKey, {
    traces: 0,
    traces_without_run: 0,
    loose_calls: 0,
    waiting: { spans: 0, runs: 0, oldest_at: null },
    set_aside: [],
  })
  client.setQueryData(globalQueries.latestUnassignedCall().queryKey, {
    scope: {},
    items: [],
    total: 0,
    next_cursor: null,
  })
  const { result } = renderHook(() => useArrivals(wasEmpty), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  return { result, set: (ids: readonly RunId[]) => act(async () => void set(ids)) }
}

test('an empty list waits, and its first run is told as the first', async () => {
  const { result, set } = watching([])
  expect(result.current).toEqual({ kind: 'waiting', withoutRun: 0, unassignedCalls: 0 })
  await set([BLUE])
  await waitFor(() => expect(result.current).toMatchObject({ kind: 'first', run: { run_id: BLUE } }))
  const before = result.current
  await set([GREEN, BLUE])
  await waitFor(() => expect(result.current).not.toBe(before))
  expect(result.current).toMatchObject({ kind: 'first', run: { run_id: BLUE } })
})

test('a run that came between the look at the list and the drawing of the page is the first, too', () => {
  expect(watching([BLUE], true).result.current).toMatchObject({ kind: 'first', run: { run_id: BLUE } })
})

test('where there are runs, only one that comes later is offered', async () => {
  const { result, set } = watching([BLUE])
  expect(result.current).toEqual({ kind: 'more', total: 1, latest: undefined, withoutRun: 0, unassignedCalls: 0 })
  await set([GREEN, BLUE])
  await waitFor(() => expect(result.current).toMatchObject({ kind: 'more', total: 2, latest: { run_id: GREEN } }))
})
