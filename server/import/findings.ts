import type { OldTable, RawRow } from './oldRows.ts'

/**
 * What an import reports about the old rows. Kinds in `unplaced` are rows that belong to no run and are kept
 * separately; the others are placed rows, with what was repaired in them.
 */
export const FINDING_KINDS = {
  unreadable_row: 'unplaced',
  unusable_key: 'unplaced',
  duplicate_key: 'unplaced',
  run_missing: 'unplaced',
  edge_end_missing: 'unplaced',
  edge_between_runs: 'unplaced',
  run_refused: 'unplaced',
  run_left_alone: 'unplaced',
  session_left_alone: 'unplaced',
  node_reconstructed: 'mended',
  session_missing: 'mended',
  unreadable_time: 'mended',
  unreadable_number: 'mended',
  unusable_word: 'mended',
  unusable_reference: 'mended',
  json_too_deep: 'mended',
  json_unreadable: 'mended',
} as const
export type FindingKind = keyof typeof FINDING_KINDS

type UnplacedKind = {
  [Kind in FindingKind]: (typeof FINDING_KINDS)[Kind] extends 'unplaced' ? Kind : never
}[FindingKind]

type About = {
  readonly table: OldTable
  /** The row's key in the old table; empty if it has none. */
  readonly key: string
  readonly run_id: string | undefined
  /** A sentence for the reader of the report. Contains column names, never values, which may be secret. */
  readonly reason: string
}

export type MendedFinding = About & { readonly kind: Exclude<FindingKind, UnplacedKind> }
/** Includes the row as it was read, so that it can be kept. */
export type UnplacedFinding = About & { readonly kind: UnplacedKind; readonly row: RawRow }
export type Finding = MendedFinding | UnplacedFinding

export const isUnplaced = (finding: Finding): finding is UnplacedFinding => 'row' in finding

/** A finding in a report: which row it is, without any of its values. */
export type FindingExample = About & { readonly kind: FindingKind }

/** Findings of one kind in one table: their total number, and the first of them. */
export type FindingGroup = {
  readonly kind: FindingKind
  readonly table: OldTable
  readonly count: number
  /** Number of runs with this finding. */
  readonly runs: number
  readonly examples: readonly FindingExample[]
}

/** Maximum number of example findings in a group; the count continues. */
export const FINDING_EXAMPLES_MAX = 20

type Group = {
  readonly finding: Finding
  count: number
  readonly runs: Set<string>
  readonly examples: FindingExample[]
}

/**
 * Collects findings. Its memory grows only with the number of runs, because every row of a database may be wrong.
 */
export class FindingLog {
  readonly #groups = new Map<string, Group>()

  add(finding: Finding): void {
    const { kind, table, key: row, run_id, reason } = finding
    const key = `${table}/${kind}`
    const group = this.#groups.get(key) ?? { finding, count: 0, runs: new Set(), examples: [] }
    this.#groups.set(key, group)
    group.count += 1
    if (run_id !== undefined) group.runs.add(run_id)
    if (group.examples.length < FINDING_EXAMPLES_MAX) group.examples.push({ kind, table, key: row, run_id, reason })
  }

  groups(): readonly FindingGroup[] {
    return [...this.#groups.values()].map(({ finding: { kind, table }, count, runs, examples }) => ({
      kind,
      table,
      count,
      runs: runs.size,
      examples: [...examples],
    }))
  }
}
