import { JsonTooDeepError, OtherOriginError, ScopeBreachError } from '#server/store/ports/errors.ts'
import { type BundleWriter, type ImportWriter, type TextsOfEvents } from '#server/store/ports/writer.ts'
import { eventTexts } from '#server/store/prepare/deriveEvent.ts'
import { bundleDigest } from './bundleDigest.ts'
import type { ImportTally } from './ImportTally.ts'
import { keepRefused } from './keepRefused.ts'
import type { MendedRun } from './mendRun.ts'
import type { OldSource } from './OldSource.ts'

/** `texts`: the texts of the run's events, used by both the digest and the store. */
type Digested = { readonly mended: MendedRun; readonly texts: TextsOfEvents; readonly digest: string }

/**
 * Stores repaired runs and counts them; returns those that are now stored. If the store rejects a run, for example
 * because another source owns its id, the run is reported and its rows are kept. Any other failure is the store's own
 * and ends the import.
 */
export async function writeMended(
  runs: readonly MendedRun[],
  source: OldSource,
  writer: ImportWriter,
  tally: ImportTally,
  as?: BundleWriter,
): Promise<readonly MendedRun[]> {
  const digested: Digested[] = []
  for (const mended of runs) {
    const texts = new Map(mended.bundle.events.map((event) => [event, eventTexts(event)]))
    // oxlint-disable-next-line no-await-in-loop -- sequential, so that memory holds the lines of only one run
    digested.push({ mended, texts, digest: await bundleDigest(mended.bundle, texts) })
  }
  // Runs stored by an earlier import and unchanged since are not written again. This is how a killed import
  // resumes.
  const before = await writer.digestsOf(runs.map(({ bundle }) => bundle.run.run_id))
  const isStored = ({ mended, digest }: Digested) => before.get(mended.bundle.run.run_id) === digest
  const stored = digested.filter(isStored).map(({ mended }) => mended)
  tally.runsStoredBefore += stored.length
  const placed = [
    ...stored,
    ...(await write(
      digested.filter((run) => !isStored(run)),
      source,
      writer,
      tally,
      as,
    )),
  ]
  for (const run of placed) count(run, tally)
  return placed
}

const LEFT_ALONE = {
  kind: 'run_left_alone',
  reason: 'another writer created the run with this id, and only that writer can change it',
} as const

/** Stores all runs at once, except those owned by another source; one by one if the store rejects one of them. */
async function write(
  runs: readonly Digested[],
  source: OldSource,
  writer: ImportWriter,
  tally: ImportTally,
  as: BundleWriter | undefined,
): Promise<readonly MendedRun[]> {
  if (runs.length === 0) return []
  try {
    await writer.writeRuns(
      runs.map(({ mended: { bundle }, texts, digest }) => ({ bundle, texts, digest })),
      as,
    )
    return runs.map(({ mended }) => mended)
  } catch (error) {
    if (error instanceof OtherOriginError) {
      const others = new Set(error.run_ids)
      const isOther = ({ mended }: Digested) => others.has(mended.bundle.run.run_id)
      // oxlint-disable-next-line no-await-in-loop -- runs are processed in order
      for (const { mended } of runs.filter(isOther)) await keepRefused(mended, LEFT_ALONE, source, tally)
      const rest = runs.filter((run) => !isOther(run))
      return await write(rest, source, writer, tally, as)
    }
    if (!(error instanceof ScopeBreachError || error instanceof JsonTooDeepError)) throw error
    const [first, ...more] = runs
    if (first !== undefined && more.length === 0) {
      const reason = `the store refused the whole run: ${error.message}`
      await keepRefused(first.mended, { kind: 'run_refused', reason }, source, tally)
      return []
    }
    const written: MendedRun[] = []
    // oxlint-disable-next-line no-await-in-loop -- runs are processed in order
    for (const run of runs) written.push(...(await write([run], source, writer, tally, as)))
    return written
  }
}

function count(
  { bundle: { nodes, edges, events, files, messages }, placedNodes }: MendedRun,
  tally: ImportTally,
): void {
  tally.placed('workflow_runs', 1)
  tally.placed('dag_nodes', placedNodes.length)
  tally.placed('execution_events', events.length)
  tally.placed('files', files.length)
  tally.placed('messages', messages.length)
  tally.reconstructedNodes += nodes.filter((node) => node.origin === 'reconstructed').length
  tally.inferredEdges += edges.filter((edge) => edge.origin === 'inferred').length
}
