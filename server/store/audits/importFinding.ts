import { NodeId, RunId } from '#contract/ids.ts'
import { IntegrityKind, type IntegrityFinding } from '#contract/integrity.ts'

/** What an import tells of a row of an old database, whether it has a place or was mended. */
type Found = {
  readonly kind: string
  readonly table: string
  readonly key: string
  readonly run_id: string | null | undefined
  readonly reason: string
}

/** Ids are ids only where they are usable; what they were is in `key` and in the words. */
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
