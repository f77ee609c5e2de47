import { findCycles } from './findCycles.ts'

export type Kinship<Row, Id> = {
  /** Rows whose parent is not among the rows, each with the parent's id. */
  readonly orphans: readonly { readonly row: Row; readonly parent: Id }[]
  /** Ids of rows that are each other's ancestors; never empty. */
  readonly cycles: readonly (readonly [Id, ...Id[]])[]
}

/** Finds errors in the parents of a run's rows, at most one per row. Linear. */
export function kinshipOf<Row, Id>(
  rows: readonly Row[],
  idOf: (row: Row) => Id,
  parentOf: (row: Row) => Id | null,
): Kinship<Row, Id> {
  const ids = new Set(rows.map(idOf))
  const next = new Map<Id, readonly Id[]>()
  const orphans: { readonly row: Row; readonly parent: Id }[] = []
  for (const row of rows) {
    const parent = parentOf(row)
    if (parent === null) continue
    if (ids.has(parent)) next.set(idOf(row), [parent])
    else orphans.push({ row, parent })
  }
  const cycles = findCycles(next.keys(), (id) => next.get(id) ?? []).flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  )
  return { orphans, cycles }
}
