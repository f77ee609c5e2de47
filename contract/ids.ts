import * as z from 'zod/mini'
import { utf8Length } from './utf8Length.ts'

/**
 * Identifiers. Brands are created only here, by the schemas that parse URLs, route parameters and replies. An invalid
 * id is rejected, never trimmed or repaired, because two different texts must never become the same identity.
 *
 * Ids are validated more leniently on reading than on writing: ids accepted by earlier versions stay readable,
 * although they would be rejected today. Code that takes ids from outside to store them uses the schemas in
 * `newIds.ts`.
 */

// U+0000–001F and U+007F–009F. With control characters, two different ids could look alike in every log and label.
// oxlint-disable-next-line no-control-regex -- refusing control characters is the purpose of this pattern
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Text of 1 to `maxBytes` UTF-8 bytes that can be an identity and a path segment. A UTF-16 unit takes at most three
 * bytes, so short texts, which most are, need not be encoded to be measured.
 */
function textId(what: string, maxBytes: number) {
  return z.string().check(
    z.refine((text) => text !== '' && (text.length * 3 <= maxBytes || utf8Length(text) <= maxBytes), {
      error: `${what} must have 1 to ${maxBytes} bytes of UTF-8`,
      abort: true,
    }),
    z.refine((text) => text.isWellFormed(), { error: `${what} must not contain a lone surrogate` }),
    z.refine((text) => !CONTROL.test(text), { error: `${what} must not contain control characters` }),
    z.refine((text) => text !== '.' && text !== '..', { error: `${what} must not be "." or ".."` }),
  )
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The id of a run: 36 characters, lowercase hexadecimal. Accepts any UUID version, because old databases contain
 * non-RFC ones.
 */
export const RunId = z
  .string()
  .check(z.regex(UUID, { error: 'run_id must be a UUID in lowercase, like 4870fb7a-4d8a-4e1d-8ee8-78091fbacc08' }))
  .brand<'RunId'>()
export type RunId = z.output<typeof RunId>

export const SessionId = textId('session_id', 128).brand<'SessionId'>()
export type SessionId = z.output<typeof SessionId>

/** Unique only within its run: `step_1` occurs in every run. Never use it without its run, see `NodeRef`. */
export const NodeId = textId('node_id', 512).brand<'NodeId'>()
export type NodeId = z.output<typeof NodeId>

/** Unique only within its run: writers that number their events from `e1` do so in every run. */
export const EventId = textId('event_id', 128).brand<'EventId'>()
export type EventId = z.output<typeof EventId>

export const FileId = textId('file_id', 128).brand<'FileId'>()
export type FileId = z.output<typeof FileId>

export const MessageId = textId('message_id', 128).brand<'MessageId'>()
export type MessageId = z.output<typeof MessageId>

export const RunScope = z.strictObject({ run_id: RunId })
export type RunScope = Readonly<z.output<typeof RunScope>>

/** The only address of a node. Code that has only a node id has lost its run one step earlier: fix it there. */
export const NodeRef = z.strictObject({ run_id: RunId, node_id: NodeId })
export type NodeRef = Readonly<z.output<typeof NodeRef>>

/** The ref alone of a row that bears more. */
export const refOf = ({ run_id, node_id }: NodeRef): NodeRef => ({ run_id, node_id })

/** Text that is equal for equal refs only; for React keys and maps. A run id has a fixed length, so `/` cannot mislead. */
export const nodeRefKey = (ref: NodeRef): string => `${ref.run_id}/${ref.node_id}`

export const sameNode = (a: NodeRef, b: NodeRef): boolean => a.run_id === b.run_id && a.node_id === b.node_id
