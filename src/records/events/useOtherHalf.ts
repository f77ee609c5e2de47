import { useQueries } from '@tanstack/react-query'
import type { ExecutionEvent } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { rowOf } from '../eventTable/eventTable.ts'
import { useNodeEvents } from '../eventTable/useEventTable.ts'
import { isHalfCall, isSameCall, otherHalves } from './toolCall.ts'

/** Half a call of a node. */
export type HalfCall = ExecutionEvent & { readonly node_id: NodeId }

export const isPaired = (event: ExecutionEvent): event is HalfCall => isHalfCall(event) && event.node_id !== null

/** The start of a tool call that ended, or the end of one that started, from the events of its node; undefined if unknown. */
export function useOtherHalf(event: HalfCall): ExecutionEvent | undefined {
  const events = useNodeEvents({ run_id: event.run_id, node_id: event.node_id })
  const table = events.kind === 'loaded' ? events.table : undefined
  const row = table && rowOf(table, event.event_id)
  const ids = table && row !== undefined ? otherHalves(table, row).flatMap((other) => table.event_id[other] ?? []) : []
  const found = useQueries({ queries: ids.map((id) => runQueries.event(event.run_id, id)) })
  return found.find(({ data }) => data && isSameCall(event, data, ids.length === 1))?.data
}
