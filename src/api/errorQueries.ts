import type { EventColumns } from '#contract/columns.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './http.ts'
import { runKey } from './keys.ts'

/** An event that failed; `node_id` is null if it belongs to no node. */
export type RunError = {
  readonly event_id: EventId
  readonly node_id: NodeId | null
  readonly execution_order: number | null
  readonly headline: string
  /** Index of its parent among the errors, -1 if the parent is not one of them. */
  readonly parent: number
}

const placeOf = (parent: EventColumns['parent'][number] | undefined): number =>
  typeof parent === 'number' ? parent : -1

export const errorQueries = {
  /** The failed events of a run in execution order: one reply of columns, which holds the first 20,000. */
  inRun: (run_id: RunId) =>
    queryOptions({
      queryKey: [...runKey(run_id), 'errors'],
      queryFn: async ({ signal }): Promise<{ readonly errors: readonly RunError[]; readonly total: number }> => {
        const { columns, error_total } = await ask('getRunEventColumns', { run_id }, { part: 'errors' }, signal)
        const errors = columns.event_id.map((event_id, row) => ({
          event_id,
          node_id: columns.scopes[columns.scope_at[row] ?? 0]?.node_id ?? null,
          execution_order: columns.execution_order[row] ?? null,
          headline: columns.headline[row] ?? '',
          parent: placeOf(columns.parent[row]),
        }))
        return { errors, total: error_total }
      },
    }),
}
