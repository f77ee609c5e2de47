import type { EventId, NodeId } from '#contract/ids.ts'
import { INTEGRITY_EXAMPLES_MAX, type IntegrityFinding, type IntegrityGroup } from '#contract/integrity.ts'
import { INTEGRITY_KINDS, INTEGRITY_WORDS } from '#contract/integrityKinds.ts'

type Group = { findings: number; rows: number; runs: number; readonly examples: IntegrityFinding[] }

/** Findings grouped by kind. Memory use does not grow with their number. */
export class FindingGroups {
  readonly #groups = new Map<IntegrityFinding['kind'], Group>()

  /** Adds a finding of the run whose findings are collected here, or of no run. */
  add(finding: IntegrityFinding): void {
    const group = this.#of(finding.kind)
    group.findings += 1
    group.rows += finding.rows
    group.runs = finding.run_id === null ? 0 : 1
    if (group.examples.length < INTEGRITY_EXAMPLES_MAX) group.examples.push(finding)
  }

  /** Adds findings of other runs that were collected elsewhere. */
  take({ kind, findings, rows, runs, examples }: IntegrityGroup): void {
    const group = this.#of(kind)
    group.findings += findings
    group.rows += rows
    group.runs += runs
    group.examples.push(...examples.slice(0, INTEGRITY_EXAMPLES_MAX - group.examples.length))
  }

  /** In the report's order of kinds. */
  groups(): readonly IntegrityGroup[] {
    return INTEGRITY_KINDS.flatMap((kind) => {
      const group = this.#groups.get(kind)
      return group ? [{ kind, ...group, examples: [...group.examples] }] : []
    })
  }

  #of(kind: IntegrityFinding['kind']): Group {
    const group = this.#groups.get(kind) ?? { findings: 0, rows: 0, runs: 0, examples: [] }
    this.#groups.set(kind, group)
    return group
  }
}

export function mergedGroups(...lists: readonly (readonly IntegrityGroup[])[]): readonly IntegrityGroup[] {
  const merged = new FindingGroups()
  for (const group of lists.flat()) merged.take(group)
  return merged.groups()
}

/** Findings of many runs, and how many of those runs have a finding that counts. */
export class FoundInRuns {
  readonly #groups = new FindingGroups()
  runs = 0

  /**
   * Adds the findings of one run, with one example of each kind, so that the examples in a report are not all from one
   * run.
   */
  take(found: readonly IntegrityGroup[]): void {
    for (const group of found) this.#groups.take({ ...group, examples: group.examples.slice(0, 1) })
    if (troubleCount(found) > 0) this.runs += 1
  }

  groups(): readonly IntegrityGroup[] {
    return this.#groups.groups()
  }
}

/** Whether findings of this kind report a problem; the others only report a repair. */
const isTrouble = ({ kind }: Pick<IntegrityFinding, 'kind'>): boolean => INTEGRITY_WORDS[kind].aspect !== 'mended'

/** The number shown in a run's badge. */
export const troubleCount = (groups: readonly IntegrityGroup[]): number =>
  groups.filter(isTrouble).reduce((sum, group) => sum + group.findings, 0)

/** Where a finding is and what it says. Defaults: null, one row, and the most specific key. */
export type Found = {
  readonly kind: IntegrityFinding['kind']
  readonly table: string
  readonly node_id?: NodeId | null
  readonly event_id?: EventId | null
  readonly key?: string
  readonly rows?: number
  readonly detail: string
}

export type Find = (found: Found) => void
