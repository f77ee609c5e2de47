import { JsonTooDeepError, OtherOriginError, ScopeBreachError } from '#server/store/ports/errors.ts'
import type { ImportWriter, TextsOfEvents } from '#server/store/ports/writer.ts'
import { eventTexts } from '#server/store/prepare/deriveEvent.ts'
import { bundleDigest } from './bundleDigest.ts'
import type { ImportContext } from './ImportContext.ts'
import type { MendedRun } from './mendRun.ts'
import { recordFindings } from './recordFindings.ts'
import { type RefusedRun, refusedRows } from './refusedRows.ts'

/** `texts`: the texts of the run's events, used by both the digest and the store. */
type DigestedRun = { readonly mended: MendedRun; readonly texts: TextsOfEvents; readonly digest: string }

/**
 * Stores a group of repaired runs and counts what is now stored. If the store rejects a run, for example because
 * another source owns its id, the run is reported and its rows are kept. Any other failure is the store's own and ends
 * the import.
 */
export async function writeGroup(context: ImportContext, runs: readonly MendedRun[]): Promise<void> {
  const { source, writer, as, tally, handled } = context
  const digested = await digestRuns(runs)
  const { unchanged, changed } = await compareWithStored(writer, digested)
  const { written, refused } = await storeRuns(changed, (some) => writer.writeRuns(some.map(toStore), as))
  // oxlint-disable-next-line no-await-in-loop -- runs are processed in order
  for (const run of refused) await recordFindings(context, refusedRows(source, run))
  tally.addRunsStoredBefore(unchanged.length)
  for (const { mended } of [...unchanged, ...written]) {
    tally.addRun(mended)
    for (const edge of mended.placedEdges) handled.edges.add(edge)
    for (const edge of mended.repeatedEdges) handled.repeatedEdges.add(edge)
  }
}

async function digestRuns(runs: readonly MendedRun[]): Promise<readonly DigestedRun[]> {
  const digested: DigestedRun[] = []
  for (const mended of runs) {
    const texts = new Map(mended.bundle.events.map((event) => [event, eventTexts(event)]))
    // oxlint-disable-next-line no-await-in-loop -- sequential, so that memory holds the lines of only one run
    digested.push({ mended, texts, digest: await bundleDigest(mended.bundle, texts) })
  }
  return digested
}

/**
 * Separates the runs that an earlier import stored and that are the same since. They are not written again: this is how
 * a killed import resumes.
 */
async function compareWithStored(writer: Pick<ImportWriter, 'digestsOf'>, runs: readonly DigestedRun[]) {
  const before = await writer.digestsOf(runs.map(({ mended: { bundle } }) => bundle.run.run_id))
  const isStored = ({ mended, digest }: DigestedRun) => before.get(mended.bundle.run.run_id) === digest
  return { unchanged: runs.filter(isStored), changed: runs.filter((run) => !isStored(run)) }
}

const toStore = ({ mended: { bundle }, texts, digest }: DigestedRun) => ({ bundle, texts, digest })

type Outcome = { readonly written: readonly DigestedRun[]; readonly refused: readonly RefusedRun[] }

/** Stores all runs at once, except those owned by another source; one by one if the store rejects one of them. */
async function storeRuns(
  runs: readonly DigestedRun[],
  store: (runs: readonly DigestedRun[]) => Promise<void>,
): Promise<Outcome> {
  if (runs.length === 0) return { written: [], refused: [] }
  try {
    await store(runs)
    return { written: runs, refused: [] }
  } catch (error) {
    if (error instanceof OtherOriginError) {
      const others = new Set(error.run_ids)
      const isOther = ({ mended }: DigestedRun) => others.has(mended.bundle.run.run_id)
      const rest = await storeRuns(
        runs.filter((run) => !isOther(run)),
        store,
      )
      return { written: rest.written, refused: [...runs.filter(isOther).map(leftAlone), ...rest.refused] }
    }
    if (!(error instanceof ScopeBreachError || error instanceof JsonTooDeepError)) throw error
    const [first, ...more] = runs
    if (first !== undefined && more.length === 0) return { written: [], refused: [refusedByStore(first, error)] }
    const outcomes: Outcome[] = []
    // oxlint-disable-next-line no-await-in-loop -- runs are processed in order
    for (const run of runs) outcomes.push(await storeRuns([run], store))
    return {
      written: outcomes.flatMap(({ written }) => written),
      refused: outcomes.flatMap(({ refused }) => refused),
    }
  }
}

const leftAlone = ({ mended }: DigestedRun): RefusedRun => ({
  mended,
  kind: 'run_left_alone',
  reason: 'another writer created the run with this id, and only that writer can change it',
})

const refusedByStore = ({ mended }: DigestedRun, error: Error): RefusedRun => ({
  mended,
  kind: 'run_refused',
  reason: `the store refused the whole run: ${error.message}`,
})
