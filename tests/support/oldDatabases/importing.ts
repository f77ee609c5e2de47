import type { Session } from '#contract/entities.ts'
import type { FindingKind } from '#server/import/findings.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import type { ImportReport } from '#server/import/ImportTally.ts'
import { memoryOldSource, type OldDatabase } from '#server/import/memoryOldSource.ts'
import type { OldSource } from '#server/import/OldSource.ts'
import type { RunBundle, UnplacedRow } from '#server/store/ports/writer.ts'
import { checkBundle } from '#server/store/prepare/checkBundle.ts'
import { runByRun } from './runByRun.ts'

export type Imported = {
  readonly report: ImportReport
  readonly sessions: ReadonlyMap<string, Session>
  /** Rows that were kept apart, in the batches that they came in. */
  readonly kept: readonly (readonly UnplacedRow[])[]
  readonly bundleOf: (run_id: string) => RunBundle
  /** Keys of the rows that a kind of finding names. */
  readonly found: (kind: FindingKind) => readonly string[]
}

/** Imports into a writer that refuses what a store refuses and keeps what it is given; `writeRun` stands before it. */
export const importing = (database: OldDatabase, writeRun?: (bundle: RunBundle) => Promise<void>): Promise<Imported> =>
  importingFrom(memoryOldSource(database), writeRun)

export async function importingFrom(
  source: OldSource,
  writeRun?: (bundle: RunBundle) => Promise<void>,
): Promise<Imported> {
  const sessions = new Map<string, Session>()
  const bundles = new Map<string, RunBundle>()
  const kept: (readonly UnplacedRow[])[] = []
  const keep = async (bundle: RunBundle) => {
    await writeRun?.(bundle)
    checkBundle(bundle)
    bundles.set(bundle.run.run_id, bundle)
  }
  const report = await importOldDatabase(
    source,
    runByRun(keep, {
      writeSessions: async (rows) => {
        for (const row of rows) sessions.set(row.session_id, row)
        return []
      },
      keepUnplaced: async (rows) => {
        kept.push(rows)
      },
    }),
  )
  return {
    report,
    sessions,
    kept,
    bundleOf: (run_id) => {
      const bundle = bundles.get(run_id)
      if (!bundle) throw new Error(`run ${run_id} was not imported`)
      return bundle
    },
    found: (kind) =>
      report.findings.filter((group) => group.kind === kind).flatMap((group) => group.examples.map(({ key }) => key)),
  }
}
