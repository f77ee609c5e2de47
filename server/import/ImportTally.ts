import { type Finding, type FindingGroup, FindingLog, isUnplaced } from './findings.ts'
import type { MendedRun } from './mendRun.ts'
import type { OldTable } from './oldRows.ts'
import type { OldSize } from './OldSource.ts'

/** What happened to the rows of an old table. Always `read` = `placed` + `unplaced`. */
export type TableCounts = {
  readonly read: number
  /** Rows that are now where they belong. */
  readonly placed: number
  /** Rows that belong nowhere. They are kept separately as they were read; each is a finding. */
  readonly unplaced: number
}

export type ImportReport = {
  readonly tables: Readonly<Record<OldTable, TableCounts>>
  /** Nodes lost by the old key, reconstructed from their run's own events. */
  readonly reconstructed_nodes: number
  /** Edges inferred from the same chain in another run. */
  readonly inferred_edges: number
  /** Sessions that runs refer to but the old table lacks. */
  readonly placeholder_sessions: number
  /** Runs already stored unchanged by an earlier import, and not written again. */
  readonly runs_stored_before: number
  readonly findings: readonly FindingGroup[]
}

type Counts = { read: number; placed: number; unplaced: number }
const none = (): Counts => ({ read: 0, placed: 0, unplaced: 0 })

/** The running counts of an import. It only counts: `recordFindings` keeps the rows without a place. */
export class ImportTally {
  #reconstructedNodes = 0
  #inferredEdges = 0
  #placeholderSessions = 0
  #runsStoredBefore = 0
  readonly #findings = new FindingLog()
  readonly #tables: Readonly<Record<OldTable, Counts>> = {
    sessions: none(),
    workflow_runs: none(),
    dag_nodes: none(),
    dag_edges: none(),
    execution_events: none(),
    files: none(),
    messages: none(),
  }

  addRead(table: OldTable, rows: number): void {
    this.#tables[table].read += rows
  }

  addPlaced(table: OldTable, rows: number): void {
    this.#tables[table].placed += rows
  }

  addFinding(finding: Finding): void {
    this.#findings.add(finding)
    if (isUnplaced(finding)) this.#tables[finding.table].unplaced += 1
  }

  addPlaceholderSession(): void {
    this.#placeholderSessions += 1
  }

  /** Counts runs that are not written again. `addRun` counts their rows. */
  addRunsStoredBefore(runs: number): void {
    this.#runsStoredBefore += runs
  }

  /** Counts a stored run and its rows, except for edges: an old edge can be an edge of many runs. */
  addRun({ bundle: { nodes, edges, events, files, messages }, placedNodes }: MendedRun): void {
    this.addPlaced('workflow_runs', 1)
    this.addPlaced('dag_nodes', placedNodes.length)
    this.addPlaced('execution_events', events.length)
    this.addPlaced('files', files.length)
    this.addPlaced('messages', messages.length)
    this.#reconstructedNodes += nodes.filter((node) => node.origin === 'reconstructed').length
    this.#inferredEdges += edges.filter((edge) => edge.origin === 'inferred').length
  }

  /** How much was read so far. */
  progress(): OldSize {
    return { runs: this.#tables.workflow_runs.read, events: this.#tables.execution_events.read }
  }

  /** A snapshot of the counts so far. */
  report(): ImportReport {
    return {
      tables: structuredClone(this.#tables),
      reconstructed_nodes: this.#reconstructedNodes,
      inferred_edges: this.#inferredEdges,
      placeholder_sessions: this.#placeholderSessions,
      runs_stored_before: this.#runsStoredBefore,
      findings: this.#findings.groups(),
    }
  }
}
