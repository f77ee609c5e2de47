import type { ExecutionEvent, WorkflowRun } from '#contract/entities.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { isLive } from '#contract/words.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { eventEnd } from '#server/store/prepare/eventTimes.ts'

/** What a node's own events say about it. */
export type NodeActivity = {
  readonly agent: string | null
  readonly status: string
  readonly started_at: Timestamp | null
  readonly completed_at: Timestamp | null
}

/** Derives a node's state from its events, all of one node of `run`, in execution order. Linear. */
export function activityOfNode(run: WorkflowRun, events: readonly ExecutionEvent[]): NodeActivity {
  const status = statusOf(run, events)
  const { first, last } = spanOf(events)
  return {
    agent: events.find((event) => event.agent_name !== null)?.agent_name ?? null,
    status,
    started_at: first,
    completed_at: isLive(status) || status === 'waiting_approval' ? null : last,
  }
}

function statusOf(run: WorkflowRun, events: readonly ExecutionEvent[]): string {
  // The last event is the one that ended last: an agent call ends after its nested calls.
  const last = events.reduce<ExecutionEvent | undefined>(
    (latest, event) => (latest === undefined || endOf(event) >= endOf(latest) ? event : latest),
    undefined,
  )
  if (last !== undefined && hasFailed(last)) return 'failed'
  if (last?.event_type === 'approval_requested' && run.status === 'waiting_approval') return 'waiting_approval'
  return isLive(run.status) && events.every((event) => !closesNode(event)) ? 'running' : 'completed'
}

const FAILED = new Set<string | null>(['failed', 'error', 'timeout'])

const hasFailed = (event: ExecutionEvent): boolean =>
  event.event_type === 'error' ||
  event.event_subtype === 'error' ||
  event.error_message !== null ||
  FAILED.has(event.status)

/** Whether an event ends the node's work: no other event started what it finished. */
const closesNode = (event: ExecutionEvent): boolean =>
  event.parent_event_id === null &&
  event.event_subtype !== 'start' &&
  (event.event_subtype === 'complete' || event.completed_at !== null)

const endOf = (event: ExecutionEvent): string => eventEnd(event) ?? ''

/** The first and last time in the events. Canonical texts sort chronologically. */
function spanOf(events: readonly ExecutionEvent[]) {
  let first: Timestamp | null = null
  let last: Timestamp | null = null
  for (const { started_at, timestamp, completed_at } of events)
    for (const moment of [started_at, timestamp, completed_at]) {
      if (moment === null) continue
      if (first === null || moment < first) first = moment
      if (last === null || moment > last) last = moment
    }
  return { first, last }
}

/** By execution order, then time, then id; missing values last. */
export const byExecution = (a: ExecutionEvent, b: ExecutionEvent): number =>
  (a.execution_order ?? Infinity) - (b.execution_order ?? Infinity) ||
  compareCodePoints(a.timestamp ?? '~', b.timestamp ?? '~') ||
  compareCodePoints(a.event_id, b.event_id)
