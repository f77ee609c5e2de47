import type { RunRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

/** How often an empty database is polled for its first run, in milliseconds. */
const LOOK_MS = 2000
/** The same for traces without a run beside the runs that there are. */
const LOOK_LATER_MS = 4000

export type Arrivals =
  /** The list is not loaded yet, or cannot be loaded now. */
  | { readonly kind: 'unknown' }
  /** There is no run yet, but possibly traces without one. */
  | { readonly kind: 'waiting'; readonly withoutRun: number; readonly unassignedCalls: number }
  /** The very first run arrived while the page was waiting for it. */
  | { readonly kind: 'first'; readonly run: RunRow }
  /** There were runs before; `latest` is one that arrived since. */
  | {
      readonly kind: 'more'
      readonly total: number
      readonly latest: RunRow | undefined
      /** Traces without a run that arrived since. */
      readonly withoutRun: number
      readonly unassignedCalls: number
    }

/**
 * What has arrived in the database since the calling component was first rendered.
 *
 * @param wasEmpty whether it is already known that there was no run before
 */
export function useArrivals(wasEmpty: boolean): Arrivals {
  const { data } = useInfiniteQuery({
    ...globalQueries.runs({}),
    refetchInterval: ({ state }) => (state.data?.pages[0]?.total === 0 ? LOOK_MS : false),
  })
  const page = data?.pages[0]
  const telemetry = useQuery({
    ...globalQueries.telemetry(),
    enabled: page !== undefined,
    refetchInterval: page?.total === 0 ? LOOK_MS : LOOK_LATER_MS,
  })
  const withoutRunNow = telemetry.data?.traces_without_run
  const [withoutRunBefore, setWithoutRunBefore] = useState<number>()
  if (withoutRunBefore === undefined && withoutRunNow !== undefined) setWithoutRunBefore(withoutRunNow)
  const unassignedCall = useQuery({
    ...globalQueries.latestUnassignedCall(),
    enabled: page !== undefined && page.total > 0,
  })
  const newest = page?.items[0]
  // The first state of the list, kept for the lifetime of the component; null if it was empty.
  const [before, setBefore] = useState<string | null | undefined>(wasEmpty ? null : undefined)
  if (before === undefined && page) setBefore(newest?.run_id ?? null)
  if (!page) return { kind: 'unknown' }
  if (page.total === 0) {
    const { traces_without_run: withoutRun = 0, loose_calls: unassignedCalls = 0 } = telemetry.data ?? {}
    return { kind: 'waiting', withoutRun, unassignedCalls }
  }
  // Others may follow immediately; the page was waiting for the oldest.
  const oldest = page.items.at(-1)
  if (before === null && oldest) return { kind: 'first', run: oldest }
  const latest = before === newest?.run_id ? undefined : newest
  // What arrives from now on counts from what there was.
  if (withoutRunNow === undefined && !telemetry.error) return { kind: 'unknown' }
  const withoutRun = Math.max(0, (withoutRunNow ?? 0) - (withoutRunBefore ?? 0))
  return { kind: 'more', total: page.total, latest, withoutRun, unassignedCalls: unassignedCall.data?.total ?? 0 }
}
