import type { OldTable, RawRow } from './oldRows.ts'

/**
 * What an import has to tell about the old rows. `unplaced` kinds name rows that have no place in any run and are kept
 * apart; the others name rows that have, and say what was mended in them.
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
  /** The row's key in the old table; empty where the row has none. */
  readonly key: string
  readonly run_id: string | undefined
  /** A sentence for the reader of the report. Names columns, never their values, which may be secret. */
  readonly reason: string
}

export type MendedFinding = About & { readonly kind: Exclude<FindingKind, UnplacedKind> }
/** With the row as it was read, so that it can be kept. */
export type UnplacedFinding = About & { readonly kind: UnplacedKind; readonly row: RawRow }
export type Finding = MendedFinding | UnplacedFinding

/** A finding as a report has it: which row it was, and nothing that was in it. */
export type FindingExample = About & { readonly kind: FindingKind }

/** Findings of one kind in one table: their true number, and the first of them. */
export type FindingGroup = {
  readonly kind: FindingKind
  readonly table: OldTable
  readonly count: number
  /** Runs in which it was found. */
  readonly runs: number
  readonly examples: readonly FindingExample[]
}

/** Findings that a group holds as examples at most; the count goes on. */
export const FINDING_EXAMPLES_MAX = 20

type Group = {
  readonly finding: Finding
  count: number
  readonly runs: Set<string>
  readonly examples: FindingExample[]
}

/** Collects findings in memory that grows with the runs of the database only: a database can be wrong in every row. */
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
