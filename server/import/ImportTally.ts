import type { ImportWriter } from '#server/store/ports/writer.ts'
import { type Finding, type FindingGroup, FindingLog } from './findings.ts'
import type { OldTable } from './oldRows.ts'
import type { OldSize } from './OldSource.ts'
import { UnplacedKeeper } from './UnplacedKeeper.ts'

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

/** The running counts of an import, and the rows without a place on their way into the store. */
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

  /** Counts a finding and keeps its row if that has no place. Await it: the store may have to catch up first. */
  async find(finding: Finding): Promise<void> {
    this.#findings.add(finding)
    if (!('row' in finding)) return
    this.#tables[finding.table].unplaced += 1
    await this.#keeper.keep(finding)
  }

  async findAll(findings: readonly Finding[]): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- waits until the store can take the next row
    for (const finding of findings) await this.find(finding)
  }

  /** Stores the remaining rows without a place. */
  async end(): Promise<void> {
    await this.#keeper.flush()
  }

  /** The progress of the import. */
  size(): OldSize {
    return { runs: this.#tables.workflow_runs.read, events: this.#tables.execution_events.read }
  }

  /** A snapshot of the counts so far. */
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
