import type { Batch } from '#contract/batch.ts'
import type { RunId, SessionId } from '#contract/ids.ts'
import type { ReplyOf } from '#contract/endpoints.ts'
import { type Refusal, refuse } from '#server/http/context.ts'
import type { Handlers } from '#server/http/endpoint.ts'
import { BUSY, unprocessable } from '#server/http/requestBody.ts'
import type { Repositories, Store } from '#server/store/ports/store.ts'
import { OtherOriginError, ScopeBreachError, StaleRowsError, UnknownRunError } from '#server/store/ports/errors.ts'
import { errorsAgainstStore, errorsInBatch, sessionsLeftAlone } from '#server/batch/batchErrors.ts'
import { keysOf, mergeBatch } from '#server/batch/mergeBatch.ts'
import { KeyedMutex } from '#server/batch/KeyedMutex.ts'

/** Only the repository that reads rows by key: file contents are far too large to be read for a batch. */
type Parts = Pick<Store, 'writer' | 'changes'> & { readonly repositories: Pick<Repositories, 'rows'> }

/**
 * Maximum number of batches that are being written or waiting; each is held in memory. High, because a program that
 * reports each event as it happens has some hundreds pending when the database takes a second for one.
 */
const BATCHES_MAX = 1000

/** Batch ingest, for people who write their own agents. */
export function batchRoutes(
  { repositories, writer, changes }: Parts,
  batchesMax = BATCHES_MAX,
): Handlers<'writeBatch'> {
  const { rows } = repositories
  /*
   * A batch is merged over the stored rows and then written, so two concurrent batches of one run could lose data.
   * Batches of one run wait for each other here. A write by another server is noticed when the rows are written, and
   * the batch is then merged again.
   */
  const mutex = new KeyedMutex(batchesMax)

  async function write(run_id: RunId, batch: Batch): Promise<ReplyOf<'writeBatch'> | Refusal> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- repeats only if another writer made progress, so all of them do
      const reply = await writeOver(run_id, batch, (await changes.revisionOf(run_id)) ?? 0)
      if (reply !== undefined) return reply
    }
  }

  /** Undefined if the run has a later revision than this one by now. */
  async function writeOver(
    run_id: RunId,
    batch: Batch,
    revision: number,
  ): Promise<ReplyOf<'writeBatch'> | Refusal | undefined> {
    const stored = await rows.findRows(run_id, keysOf(run_id, batch))
    if (stored.writer !== undefined && stored.writer !== 'batch') return OTHER_ORIGIN
    if (stored.run === undefined && batch.run === undefined) return UNKNOWN_RUN
    const errors = errorsAgainstStore(batch, stored)
    if (errors.length > 0) return unprocessable(errors)
    const whole = mergeBatch(run_id, batch, stored)
    let others: readonly SessionId[]
    try {
      others = await writer.mergeRun({ ...whole, revision })
    } catch (error) {
      if (error instanceof StaleRowsError) return undefined
      return refusalOf(error)
    }
    const { nodes = [], edges = [], events = [], files: given = [], messages = [] } = batch
    const written = {
      nodes: nodes.length,
      edges: edges.length,
      events: events.length,
      files: given.length,
      messages: messages.length,
    }
    const seq = (await changes.revisionOf(run_id)) ?? 0
    const left_alone = sessionsLeftAlone(batch, others)
    const item = { run_id, seq, written, ...(left_alone.length > 0 && { left_alone }) }
    return { scope: { run_id }, item }
  }

  return {
    async writeBatch({ params: { run_id }, body }) {
      const errors = errorsInBatch(run_id, body)
      if (errors.length > 0) return unprocessable(errors)
      return (await mutex.take(run_id, () => write(run_id, body))) ?? BUSY
    },
  }
}

const UNKNOWN_RUN = refuse('not_found', 'There is no such run. The first batch of a run must contain "run".')

/** Neither who made the run is told, nor what it holds. */
const OTHER_ORIGIN = refuse(
  'other_origin',
  'Nothing was stored. Another writer created the run with this id, and only that writer can add to it. Use a different id for your run.',
)

/**
 * Another writer may have changed what was checked before. The reply says nothing about what it wrote, nor which row.
 */
function refusalOf(error: unknown): Refusal {
  if (error instanceof UnknownRunError) return UNKNOWN_RUN
  if (error instanceof OtherOriginError) return OTHER_ORIGIN
  if (error instanceof ScopeBreachError)
    return unprocessable([
      { field: '', message: 'has rows that refer to another run, or to a node that does not exist' },
    ])
  throw error
}
