import { JsonTooDeepError, type RunWriter, ScopeBreachError } from '#server/ports.ts'
import { bundleDigest } from './bundleDigest.ts'
import type { ImportTally } from './ImportTally.ts'
import type { MendedRun } from './mendRun.ts'

/**
 * Stores a mended run and counts it. A run that the store refuses, as where one of its events bears another run's key,
 * is reported and kept row by row, and false is returned; the import goes on with the next. Any other failure is the
 * store's own and ends the import.
 */
export async function writeMended(
  { bundle, findings, placed }: MendedRun,
  writer: RunWriter,
  tally: ImportTally,
): Promise<boolean> {
  await tally.findAll(findings)
  const digest = await bundleDigest(bundle)
  // What a former import stored, and nobody wrote since, need not be written again: so a killed import goes on.
  const isStored = (await writer.digestOf(bundle.run.run_id)) === digest
  if (isStored) tally.runsStoredBefore += 1
  try {
    if (!isStored) await writer.writeRun(bundle, digest)
  } catch (error) {
    if (!(error instanceof ScopeBreachError || error instanceof JsonTooDeepError)) throw error
    const about = {
      kind: 'run_refused',
      run_id: bundle.run.run_id,
      reason: `the store refused the whole run: ${error.message}`,
    } as const
    for (const { table, rows } of placed)
      // oxlint-disable-next-line no-await-in-loop -- tables in turn
      await tally.findAll(rows.map(({ id, raw }) => ({ ...about, table, key: id, row: raw })))
    return false
  }
  for (const { table, rows } of placed) tally.placed(table, rows.length)
  tally.reconstructedNodes += bundle.nodes.filter((node) => node.origin === 'reconstructed').length
  tally.inferredEdges += bundle.edges.filter((edge) => edge.origin === 'inferred').length
  return true
}
