import type { DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { Keyset } from './ports/page.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { eventStart } from './prepare/eventTimes.ts'

// Stand-ins for missing sort values. Every store sorts and pages by these, so a page starts at the same row in each of
// them. They leave the server only inside cursors.

/**
 * For a missing execution_order or order_index: sorts after every real value. The largest integer that JSON numbers
 * hold exactly.
 */
export const ORDER_MISSING = Number.MAX_SAFE_INTEGER

/** For a missing time in an ascending list: last. */
export const TIME_MISSING_ASCENDING = '9999-12-31T23:59:59.999999Z'

/** For a missing time in a descending list: also last. */
export const TIME_MISSING_DESCENDING = '0001-01-01T00:00:00.000000Z'

/**
 * Sort keys. Every store sorts by these values and returns the last row's key as the start of the next page. The
 * migrations repeat the stand-ins in generated columns. Each key ends with an id, so that no two rows tie.
 */

/** Ascending. */
export const eventKey = (
  event: Pick<ExecutionEvent, 'execution_order' | 'timestamp' | 'started_at' | 'completed_at' | 'event_id'>,
): Keyset => [event.execution_order ?? ORDER_MISSING, eventStart(event) ?? TIME_MISSING_ASCENDING, event.event_id]

/** Ascending. */
export const fileKey = (file: Pick<RunFile, 'created_at' | 'file_id'>): Keyset => [
  file.created_at ?? TIME_MISSING_ASCENDING,
  file.file_id,
]

/** Ascending. */
export const messageKey = (message: Pick<Message, 'timestamp' | 'message_id'>): Keyset => [
  message.timestamp ?? TIME_MISSING_ASCENDING,
  message.message_id,
]

/** Ascending. */
export const nodeKey = (node: Pick<DAGNode, 'order_index' | 'node_id'>): Keyset => [
  node.order_index ?? ORDER_MISSING,
  node.node_id,
]

/** Descending. */
export const runKey = (run: Pick<WorkflowRun, 'started_at' | 'run_id'>): Keyset => [
  run.started_at ?? TIME_MISSING_DESCENDING,
  run.run_id,
]

/** Descending. */
export const sessionKey = (session: Pick<Session, 'last_active_at' | 'created_at' | 'session_id'>): Keyset => [
  session.last_active_at ?? session.created_at ?? TIME_MISSING_DESCENDING,
  session.session_id,
]

/**
 * Compares two keys of one list in ascending order, texts by code point. Throws a `TypeError` for keys of different
 * lists.
 */
export function compareKeys(a: Keyset, b: Keyset): number {
  for (const [i, x] of a.entries()) {
    const y = b[i]
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : typeof x === 'string' && typeof y === 'string'
          ? compareCodePoints(x, y)
          : undefined
    if (order === undefined) throw new TypeError('these keys belong to different lists')
    if (order !== 0) return order
  }
  return 0
}
