import type { RunId } from '#contract/ids.ts'
import { type Timestamp, timestampOf } from '#contract/timestamps.ts'
import type { UnassignedCallKey, Backlog, DueRun, Lane } from '../ports/spans.ts'

/** The projection state of a run's spans. */
export type State = {
  readonly revision: number
  readonly projected: number
  readonly isSettled: boolean
  readonly unassignedCalls: readonly UnassignedCallKey[]
  /** All times are by the clock of `performance`. */
  readonly receivedAt: number
  readonly waiting: number
  readonly dueSince: number
  readonly restUntil: number
  readonly failures: number
  readonly aside: { readonly reason: string; readonly since: Timestamp } | undefined
}
export const UNKNOWN: State = {
  revision: 0,
  projected: 0,
  isSettled: true,
  unassignedCalls: [],
  receivedAt: 0,
  waiting: 0,
  dueSince: 0,
  restUntil: 0,
  failures: 0,
  aside: undefined,
}
type States = ReadonlyMap<RunId, State>

/** A run whose projection failed this often is set aside. */
export const FAILURES_MAX = 3
const LARGE = 2000

type Asked = {
  readonly quietMs: number
  readonly limit: number
  readonly lane: Lane
  readonly countOf: (run_id: RunId) => number
}

/** See `SpanStore.listDue`. */
export function dueRuns(states: States, { quietMs, limit, lane, countOf }: Asked): readonly DueRun[] {
  const now = performance.now()
  const due = [...states].map(([run_id, state]) => ({
    run_id,
    state,
    isQuiet: state.receivedAt <= now - quietMs,
    isDue: state.projected !== state.revision,
  }))
  const isInLane = (run_id: RunId) => lane === 'any' || countOf(run_id) > LARGE === (lane === 'large')
  const drawAt = (run_id: RunId, { dueSince }: State) => dueSince + Math.min(15_000, countOf(run_id) / 2)
  return due
    .filter(({ state, isDue, isQuiet }) => (isDue ? state.restUntil <= now : !state.isSettled && isQuiet))
    .filter(({ run_id, state }) => state.aside === undefined && isInLane(run_id))
    .toSorted((a, b) => Number(b.isDue) - Number(a.isDue) || drawAt(a.run_id, a.state) - drawAt(b.run_id, b.state))
    .slice(0, limit)
    .map(({ run_id, isQuiet }) => ({ run_id, isQuiet }))
}

export function backlogOf(states: States): Backlog {
  const due = [...states.values()].filter(
    ({ projected, revision, aside }) => projected !== revision && aside === undefined,
  )
  const oldest = due.length === 0 ? undefined : Math.min(...due.map(({ dueSince }) => dueSince))
  return {
    spans: due.reduce((sum, { waiting }) => sum + waiting, 0),
    runs: due.length,
    oldest_at: oldest === undefined ? null : timestampOf(Math.round((performance.timeOrigin + oldest) * 1000)),
  }
}
