import type { IntegrityGroup, IntegrityReport, RunIntegrity } from '#contract/integrity.ts'
import { INTEGRITY_WORDS } from '#contract/integrityKinds.ts'
import { formatCount, listInWords, plural } from '#src/lib/format.ts'

/** The whole report in a sentence or two. */
export function verdictOf(report: IntegrityReport): string {
  return [separationOf(report), findingsOf(report), lostOf(report.groups), mendedOf(report.groups)]
    .filter(Boolean)
    .join(' ')
}

/** Whether rows of different runs can be mixed up, which readers want to know first. */
function separationOf({ shape, reused_ids }: IntegrityReport): string {
  switch (shape) {
    case 'runlens':
      return 'No row is shown in a run that it does not belong to.'
    case 'old':
      return reused_ids.total > 0
        ? 'This is an old database. Its queries by node id alone mix rows of different runs.'
        : 'This is an old database. No node id in it is used by more than one run.'
  }
}

function findingsOf({ counts, groups, runs_with_findings, runs_pending }: IntegrityReport): string {
  if (counts.runs === 0 && groups.length === 0) return 'The database is empty.'
  if (runs_with_findings > 0) {
    const have = runs_with_findings === 1 ? 'has' : 'have'
    return `${formatCount(runs_with_findings)} of ${plural(counts.runs, 'run')} ${have} findings.`
  }
  return runs_pending > 0 ? 'No findings so far.' : 'No run has findings.'
}

/** How many rows belong to no run; empty if none. */
function lostOf(groups: readonly IntegrityGroup[]): string {
  const rows = groups
    .filter(({ kind }) => INTEGRITY_WORDS[kind].aspect === 'lost')
    .reduce((sum, group) => sum + group.rows, 0)
  return rows === 0 ? '' : `${plural(rows, 'row')} ${rows === 1 ? 'belongs' : 'belong'} to no run.`
}

/** A run's findings in a sentence or two. */
export function runVerdictOf({ checked, groups }: RunIntegrity): string {
  if (!checked) return 'This run is still being checked.'
  const open = findingsIn(groups.filter(({ kind }) => INTEGRITY_WORDS[kind].aspect !== 'mended'))
  const found = open === 0 ? 'No findings in this run.' : `${plural(open, 'finding')} in this run.`
  return [found, mendedOf(groups)].filter(Boolean).join(' ')
}

/** How many nodes and edges were repaired; empty if none. */
function mendedOf(groups: readonly IntegrityGroup[]): string {
  const mended = groups.filter(({ kind }) => INTEGRITY_WORDS[kind].aspect === 'mended')
  const nodes = findingsIn(mended.filter(({ kind }) => kind === 'node_reconstructed'))
  const edges = findingsIn(mended.filter(({ kind }) => kind === 'edge_inferred'))
  const other = findingsIn(mended) - nodes - edges
  const parts = [
    nodes > 0 && plural(nodes, 'node'),
    edges > 0 && plural(edges, 'edge'),
    other > 0 && plural(other, nodes + edges > 0 ? 'other record' : 'record'),
  ].filter((part) => part !== false)
  if (parts.length === 0) return ''
  return `${listInWords(parts)} ${nodes + edges + other === 1 ? 'was' : 'were'} repaired.`
}

const findingsIn = (groups: readonly IntegrityGroup[]): number =>
  groups.reduce((sum, { findings }) => sum + findings, 0)

/** How many runs are still being audited; undefined if none. */
export function pendingInWords(pending: number): string | undefined {
  if (pending === 0) return undefined
  return `${plural(pending, 'run')} ${pending === 1 ? 'is' : 'are'} still being checked and not in this report yet.`
}
