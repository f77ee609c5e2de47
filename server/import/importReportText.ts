import { type FindingGroup, type FindingKind, FINDING_KINDS } from './findings.ts'
import type { ImportReport, TableCounts } from './ImportTally.ts'
import { grouped } from '#server/lib/grouped.ts'

/** What each kind of finding means, for readers who don't know the schema. */
const MEANING: Readonly<Record<FindingKind, string>> = {
  unreadable_row: 'rows without an id, or too large to read',
  unusable_key: 'rows with an invalid id',
  duplicate_key: 'rows that repeat the id of another row; the first one was kept',
  run_missing: 'rows whose run is not in the database',
  edge_end_missing: 'edges to or from a node that is not in the database',
  edge_between_runs: 'edges whose two ends are not in the same run',
  run_refused: 'rows of runs that the store refused',
  run_left_alone: 'rows of runs whose id belongs to a run of another writer, which was not changed',
  session_left_alone: 'sessions whose id belongs to a session of another writer; only its times were updated',
  node_reconstructed: 'nodes reconstructed from the events of their run, because the old key kept one row per node id',
  session_missing: 'runs whose session is not in the database; a session without a name was created',
  unreadable_time: 'times that cannot be read; the original text is kept in meta',
  unreadable_number: 'numbers that cannot be read; the original text is kept in meta',
  unusable_word: 'statuses or types that are too long; the original is kept in meta',
  unusable_reference: 'references to invalid ids; the original is kept in meta',
  json_too_deep: 'payloads nested too deeply; they are kept as text',
  json_unreadable: 'payloads that are not JSON; they are kept as text',
}

const EXAMPLES_SHOWN = 3

const ARE_KEPT = 'Not assigned to any run, kept unchanged in the table unplaced_rows:'
const WOULD_BE_KEPT = 'An import would assign these to no run and keep them unchanged in the table unplaced_rows:'

/** Formats the report of an import for the terminal. */
export function importReportText(report: ImportReport, { isDry }: { readonly isDry: boolean }): string {
  const groups = (role: 'mended' | 'unplaced') =>
    report.findings.filter(({ kind }) => FINDING_KINDS[kind] === role).flatMap(groupLines)
  const mended = groups('mended')
  const unplaced = groups('unplaced')
  return [
    isDry ? 'Dry run, nothing was written. An import would store:' : 'Imported:',
    '',
    tableLine('', { read: 'read', placed: isDry ? 'to place' : 'placed', unplaced: 'unplaced' }),
    ...Object.entries(report.tables).map(([table, counts]) => tableLine(table, cellsOf(counts))),
    '',
    `Nodes reconstructed: ${grouped(report.reconstructed_nodes)}. Edges inferred: ${grouped(report.inferred_edges)}. Sessions created: ${grouped(report.placeholder_sessions)}.`,
    ...(report.runs_stored_before > 0
      ? [`Runs already stored by an earlier import: ${grouped(report.runs_stored_before)}.`]
      : []),
    ...(mended.length > 0 ? ['', 'Repaired:', ...mended] : []),
    ...(unplaced.length > 0
      ? ['', isDry ? WOULD_BE_KEPT : ARE_KEPT, ...unplaced]
      : ['', 'Every row was assigned to a run.']),
    '',
  ].join('\n')
}

function groupLines({ kind, table, count: rows, examples }: FindingGroup): readonly string[] {
  const shown = examples.slice(0, EXAMPLES_SHOWN).map(({ key, run_id }) => {
    const run = run_id === undefined || table === 'workflow_runs' ? '' : ` of run ${run_id}`
    return `      ${key === '' ? '(no id)' : key}${run}`
  })
  const rest = rows - shown.length
  return [
    `  ${grouped(rows)} in ${table}: ${MEANING[kind]}`,
    ...shown,
    ...(rest > 0 ? [`      and ${grouped(rest)} more`] : []),
  ]
}

type Cells = Readonly<Record<keyof TableCounts, string>>

const tableLine = (table: string, { read, placed, unplaced }: Cells): string =>
  `  ${table.padEnd(18)}${read.padStart(12)}${placed.padStart(12)}${unplaced.padStart(12)}`

const cellsOf = ({ read, placed, unplaced }: TableCounts): Cells => ({
  read: grouped(read),
  placed: grouped(placed),
  unplaced: grouped(unplaced),
})
