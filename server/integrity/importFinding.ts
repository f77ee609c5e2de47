import { NodeId, RunId } from '#contract/ids.ts'
import { IntegrityKind, type IntegrityFinding } from '#contract/integrity.ts'

/** A row of an old database that has no place, as an import tells of it. */
export type Unplaced = {
  readonly kind: string
  readonly table: string
  readonly key: string
  readonly run_id: string | null | undefined
  readonly reason: string
}

/** Ids are ids only where they are usable; what they were is in `key` and in the words. */
export function unplacedFinding({ kind, table, key, run_id, reason }: Unplaced): IntegrityFinding {
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
