import type { ImportWriter } from '#server/store/ports/writer.ts'
import { type Finding, type FindingGroup, FindingLog } from './findings.ts'
import type { OldTable } from './oldRows.ts'
import type { OldSize } from './OldSource.ts'
import { UnplacedKeeper } from './UnplacedKeeper.ts'

/** What became of the rows of one old table; `read` = `placed` + `unplaced`, always. */
export type TableCounts = {
  readonly read: number
  /** Rows that are now where they belong. */
  readonly placed: number
  /** Rows that have no place and are kept apart, as they were read; each is a finding. */
  readonly unplaced: number
}

export type ImportReport = {
  readonly tables: Readonly<Record<OldTable, TableCounts>>
  /** Nodes that the old key had lost, now drawn from their run's own events. */
  readonly reconstructed_nodes: number
  /** Edges known of the same chain in another run. */
  readonly inferred_edges: number
  /** Sessions that runs name and the old table lacks. */
  readonly placeholder_sessions: number
  /** Runs that an earlier import had stored as they are now, so that they were not written again. */
  readonly runs_stored_before: number
  readonly findings: readonly FindingGroup[]
}

type Counts = { read: number; placed: number; unplaced: number }
const none = (): Counts => ({ read: 0, placed: 0, unplaced: 0 })

/** The figures of an import while it goes on, and the rows that it has no place for on their way into the store. */
export class ImportTally {
  reconstructedNodes = 0
  inferredEdges = 0
  placeholderSessions = 0
  runsStoredBefore = 0
  readonly #keeper: UnplacedKeeper
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

  constructor(writer: Pick<ImportWriter, 'keepUnplaced'>) {
    this.#keeper = new UnplacedKeeper(writer)
  }

  read(table: OldTable): void {
    this.#tables[table].read += 1
  }

  placed(table: OldTable, rows: number): void {
    this.#tables[table].placed += rows
  }

  /** Counts a finding and keeps its row, where that has no place. To be awaited: the store may have to take some first. */
  async find(finding: Finding): Promise<void> {
    this.#findings.add(finding)
    if (!('row' in finding)) return
    this.#tables[finding.table].unplaced += 1
    await this.#keeper.keep(finding)
  }

  async findAll(findings: readonly Finding[]): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- the next row is made ready when there is room for it
    for (const finding of findings) await this.find(finding)
  }

  /** Stores the last of the rows that have no place. */
  async end(): Promise<void> {
    await this.#keeper.flush()
  }

  /** How far the import is. */
  size(): OldSize {
    return { runs: this.#tables.workflow_runs.read, events: this.#tables.execution_events.read }
  }

  /** The figures so far, as a copy that stays as it is. */
  report(): ImportReport {
    return {
      tables: structuredClone(this.#tables),
      reconstructed_nodes: this.reconstructedNodes,
      inferred_edges: this.inferredEdges,
      placeholder_sessions: this.placeholderSessions,
      runs_stored_before: this.runsStoredBefore,
      findings: this.#findings.groups(),
    }
  }
}
