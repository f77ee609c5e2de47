import { type Batch, CONTENT_BYTES_MAX, type FilePatch } from '#contract/batch.ts'
import type { FieldError } from '#contract/errors.ts'
import type { NodeId, RunId, SessionId } from '#contract/ids.ts'
import { JSON_DEPTH_MAX } from '#contract/json.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import type { KeyedRows } from '#server/store/ports/rows.ts'
import { type Breach, breachesOf, rowsIn, unknownNodesOf } from '#server/store/prepare/breaches.ts'
import { base64Length, isBase64 } from '#server/lib/base64.ts'

/* Checks of a batch whose shape is valid. Every error refuses the whole batch and names the row by its position. */

/** Errors visible in the batch itself: rows of another run, payloads nested too deeply, invalid contents. */
export function errorsInBatch(run_id: RunId, batch: Batch): readonly FieldError[] {
  const errors: FieldError[] = []
  for (const row of rowsIn(batch)) errors.push(...breachesOf(row, run_id).map(errorOf))
  for (const [index, file] of (batch.files ?? []).entries()) errors.push(...contentErrors(`/files/${index}`, file))
  return errors
}

/** Errors that only the stored rows reveal: nodes that are neither stored nor given. */
export function errorsAgainstStore(batch: Batch, stored: KeyedRows): readonly FieldError[] {
  const known = new Set<NodeId>([...stored.nodes, ...(batch.nodes ?? [])].map(({ node_id }) => node_id))
  const errors: FieldError[] = []
  for (const row of rowsIn(batch)) errors.push(...unknownNodesOf(row, known).map(errorOf))
  return errors
}

const MESSAGES: Readonly<Record<Breach['kind'], string>> = {
  foreign_run: 'must be the run_id of the path',
  too_deep: `nests JSON deeper than ${JSON_DEPTH_MAX} levels`,
  unknown_node: 'names a node that is neither stored nor in this batch',
}

/** The field is a JSON pointer into the batch. */
const errorOf = ({ kind, row: { list, index }, column }: Breach): FieldError => ({
  field: index === undefined ? `/${list}/${column}` : `/${list}/${index}/${column}`,
  message: MESSAGES[kind],
})

function contentErrors(place: string, { content_base64, content_text }: FilePatch): readonly FieldError[] {
  const tooLong = `must have at most ${CONTENT_BYTES_MAX} bytes`
  if (content_text !== undefined) {
    const field = `${place}/content_text`
    if (content_base64 !== undefined) return [{ field, message: 'cannot be combined with content_base64' }]
    if (utf8Length(content_text) > CONTENT_BYTES_MAX) return [{ field, message: tooLong }]
  }
  if (content_base64 === undefined) return []
  const field = `${place}/content_base64`
  if (!isBase64(content_base64)) return [{ field, message: 'must be base64 with padding and without line breaks' }]
  return base64Length(content_base64) > CONTENT_BYTES_MAX ? [{ field, message: tooLong }] : []
}

/** Sessions of other writers for which the batch gives more than times; the rest was ignored. */
export function sessionsLeftAlone({ sessions = [] }: Batch, others: readonly SessionId[]): readonly FieldError[] {
  return sessions.flatMap(({ session_id, user_id, name, status, meta }, index) => {
    const saysMore = [user_id, name, status, meta].some((field) => field !== undefined)
    return saysMore && others.includes(session_id)
      ? [{ field: `/sessions/${index}`, message: 'was created by another writer; only its times were updated' }]
      : []
  })
}
