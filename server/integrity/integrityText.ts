import type { IntegrityFinding, IntegrityGroup, IntegrityReport, NodeReuse, ReusedId } from '#contract/integrity.ts'
import { ASPECT_TITLES, INTEGRITY_ASPECTS, INTEGRITY_WORDS } from '#contract/integrityKinds.ts'
import { grouped } from '#server/lib/grouped.ts'

const EXAMPLES_SHOWN = 3
const REUSED_SHOWN = 20

/** Formats the report for the terminal. `reuse`: the requested node, if any. */
export function integrityText(report: IntegrityReport, reuse?: NodeReuse): string {
  const { counts, node_ids, events, reused_ids, groups, runs_with_findings } = report
  return [
    report.shape === 'old' ? 'A database of the old system.' : 'A Runlens database.',
    '',
    ...Object.entries(counts).map(([entity, count]) => `  ${entity.padEnd(10)}${grouped(count).padStart(12)}`),
    '',
    `Node ids: ${grouped(node_ids.total)} in total, of which ${grouped(node_ids.uuid)} are UUIDs and ${grouped(node_ids.name)} are names.`,
    `Events: ${grouped(events.with_node)} belong to a node, ${grouped(events.without_node)} only to their run.`,
    '',
    ...(reuse ? [...chosenLines(reuse), ''] : []),
    ...reusedLines(reused_ids),
    ...INTEGRITY_ASPECTS.flatMap((aspect) => {
      const own = groups.filter(({ kind }) => INTEGRITY_WORDS[kind].aspect === aspect)
      return own.length === 0 ? [] : ['', `${ASPECT_TITLES[aspect]}:`, ...own.flatMap(groupLines)]
    }),
    '',
    groups.length === 0
      ? 'No other findings.'
      : `${grouped(runs_with_findings)} of ${grouped(counts.runs)} runs have findings that were not repaired.`,
    '',
  ].join('\n')
}

function chosenLines({ node_id, run_id, by_id_alone, in_this_run }: NodeReuse): readonly string[] {
  const counted = ({ events, files, messages }: NodeReuse['in_this_run']) =>
    `${some(events, 'event')}, ${some(files, 'file')}, ${some(messages, 'message')}`
  return [
    `Node ${node_id}:`,
    `  by node id alone, as in the old API:        ${counted(by_id_alone)} of ${some(by_id_alone.runs, 'run')}`,
    `  by run and node id, as in Runlens:          ${counted(in_this_run)} of run ${run_id}`,
  ]
}

function reusedLines({ total, items }: IntegrityReport['reused_ids']): readonly string[] {
  if (total === 0) return ['No node id is used in more than one run.']
  const more = total - Math.min(items.length, REUSED_SHOWN)
  return [
    `Node ids used in more than one run: ${grouped(total)}. By node id alone → by run and node id:`,
    ...items.slice(0, REUSED_SHOWN).flatMap(reusedIdLines),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ]
}

function reusedIdLines({ node_id, runs, events, events_per_run, typical_run_id }: ReusedId): readonly string[] {
  const { minimum, median, maximum } = events_per_run
  const eachRun =
    minimum === maximum
      ? `${some(median, 'event')} in each run`
      : `${grouped(minimum)} to ${some(maximum, 'event')} a run, ${grouped(median)} in a typical one`
  return [
    `  ${node_id}: ${some(events, 'event')} of ${some(runs, 'run')} → ${grouped(median)} of run ${typical_run_id}`,
    `      ${eachRun}`,
  ]
}

function groupLines({ kind, findings, rows, runs, examples }: IntegrityGroup): readonly string[] {
  const { title, explanation } = INTEGRITY_WORDS[kind]
  const shown = examples.slice(0, EXAMPLES_SHOWN)
  const places = runs > 0 ? ` in ${some(runs, 'run')}` : ''
  const number = rows === findings ? grouped(findings) : `${grouped(rows)} (at ${some(findings, 'place')})`
  return [
    `  ${title}: ${number}${places}`,
    `      ${explanation}`,
    ...shown.map((example) => `      · ${exampleText(example)}`),
    ...(findings > shown.length ? [`      and ${grouped(findings - shown.length)} more`] : []),
  ]
}

function exampleText({ run_id, table, key, detail }: IntegrityFinding): string {
  if (run_id !== null) return `run ${run_id}: ${detail}`
  return `${key === '' ? `a row of ${table}` : `${table} ${key}`}: ${detail}`
}

const some = (count: number, what: string): string => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`
