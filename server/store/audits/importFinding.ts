import { NodeId, RunId } from '#contract/ids.ts'
import { IntegrityKind, type IntegrityFinding } from '#contract/integrity.ts'

/** What an import reports about a row of an old database that could not be placed or was repaired. */
type Found = {
  readonly kind: string
  readonly table: string
  readonly key: string
  readonly run_id: string | null | undefined
  readonly reason: string
}

/** Ids are set only if they are valid; the original values are in `key` and in the reason. */
export function importFinding({ kind, table, key, run_id, reason }: Found): IntegrityFinding {
  const run = RunId.safeParse(run_id)
  const node = table === 'dag_nodes' ? NodeId.safeParse(key) : undefined
  return {
    kind: IntegrityKind.parse(kind),
    run_id: run.success ? run.data : null,
    node_id: node?.success === true ? node.data : null,
    event_id: null,
    table,
    key,
    rows: 1,
    detail: `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`,
  }
}
