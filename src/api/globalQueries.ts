import type { SpanRef } from '#contract/telemetry.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { CHECKING_MS } from './checkingMs.ts'
import { GLOBAL_KEY } from './keys.ts'
import { paged } from './paged.ts'

const PAGE = 100
/** Page size for calls: about two screens. They are read out of their spans, which are long. */
const CALLS_PAGE = 50

export type RunListQuery = {
  readonly session_id?: string | undefined
  /** Comma-separated. */
  readonly status?: string | undefined
  readonly mode?: string | undefined
  readonly agent?: string | undefined
  readonly q?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** Comma-separated. */
  readonly has?: string | undefined
}

export const globalQueries = {
  health: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'health'],
      queryFn: ({ signal }) => ask('health', {}, {}, signal),
      staleTime: 60_000,
    }),

  runs: (filter: RunListQuery) =>
    paged([...GLOBAL_KEY, 'runs', filter], (cursor, signal) =>
      ask('listRuns', {}, { ...filter, limit: PAGE, cursor }, signal),
    ),

  sessions: () =>
    paged([...GLOBAL_KEY, 'sessions'], (cursor, signal) => ask('listSessions', {}, { limit: PAGE, cursor }, signal)),

  integrity: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'integrity'],
      queryFn: async ({ signal }) => (await ask('getIntegrity', {}, {}, signal)).item,
      refetchInterval: ({ state }) => (state.data && state.data.runs_pending > 0 ? CHECKING_MS : false),
    }),

  recentRuns: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'recent-runs'],
      queryFn: async ({ signal }) => (await ask('getRecentRuns', {}, {}, signal)).item,
      staleTime: 60_000,
    }),

  demo: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'demo'],
      queryFn: async ({ signal }) => (await ask('getDemo', {}, {}, signal)).item,
    }),

  telemetry: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'telemetry'],
      queryFn: async ({ signal }) => (await ask('getTelemetry', {}, {}, signal)).item,
    }),

  unassignedCalls: () =>
    paged([...GLOBAL_KEY, 'unassigned-calls'], (cursor, signal) =>
      ask('listUnassignedCalls', {}, { limit: CALLS_PAGE, cursor }, signal),
    ),

  /** Only the latest one, with the total count: enough to detect that the list has changed. */
  latestUnassignedCall: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'latest-unassigned-call'],
      queryFn: ({ signal }) => ask('listUnassignedCalls', {}, { limit: 1 }, signal),
    }),

  unassignedCall: (call: SpanRef) =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'unassigned-call', call.trace_id, call.span_id],
      queryFn: async ({ signal }) => (await ask('getUnassignedCall', call, {}, signal)).item,
    }),

  facets: () =>
    queryOptions({
      queryKey: [...GLOBAL_KEY, 'facets'],
      queryFn: async ({ signal }) => (await ask('runFacets', {}, {}, signal)).item,
    }),
}
