import { RunId } from '#contract/ids.ts'
import type { Finding, UnplacedFinding } from './findings.ts'
import type { ImportContext } from './ImportContext.ts'
import { keyOf } from './mendRows.ts'
import { OLD_TABLES, type OldRun } from './oldRows.ts'
import { oneByOne, readRows } from './readRows.ts'
import { recordFindings } from './recordFindings.ts'
import { setAsideRowsOfRun } from './setAside.ts'

/** An old run whose key is a valid id. */
export type KeyedRun = { readonly old: OldRun; readonly run_id: RunId }

/**
 * The old runs, each once, and adds their ids to `handled.runs`. A run with an invalid key is set aside with its rows,
 * a repeated one alone.
 */
export async function* readRuns(context: ImportContext): AsyncGenerator<KeyedRun> {
  const { runs } = context.handled
  for await (const old of oneByOne(readRows(context, context.source.runs(), OLD_TABLES.workflow_runs))) {
    if (runs.has(old.id)) {
      await recordFindings(context, [repeatedRun(old)])
      continue
    }
    const findings: Finding[] = []
    const run_id = keyOf(RunId, aboutRun(old), old.raw, (finding) => findings.push(finding))
    await recordFindings(context, findings)
    if (run_id === undefined) {
      await setAsideRowsOfRun(context, old.id)
      continue
    }
    runs.add(old.id)
    yield { old, run_id }
  }
}

const aboutRun = ({ id }: OldRun) => ({ table: 'workflow_runs', key: id, run_id: id }) as const

const repeatedRun = (old: OldRun): UnplacedFinding => ({
  kind: 'duplicate_key',
  ...aboutRun(old),
  reason: 'the table has this run twice; the first row was kept',
  row: old.raw,
})
