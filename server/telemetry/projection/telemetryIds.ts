import { EventId, FileId, MessageId, NodeId, RunId } from '#contract/ids.ts'
import { parse, v5 } from 'uuid'

/**
 * Ids are derived from the ids of spans: the same spans give the same rows on any server. Never change this value.
 */
const NAMESPACE = parse('6c1f0d5e-2f0b-5c41-9a57-3d6a2f6f8f11')

const encoder = new TextEncoder()
/**
 * Passes bytes: a run of 5,000 spans has 20,000 ids, and `v5` would parse the namespace twice and encode the name
 * character by character for each.
 */
const made = (name: string): string => v5(encoder.encode(name), NAMESPACE)

/** The id of an additional run, if a trace contained several conversations. */
export const runIdOfConversation = (run_id: RunId, conversation: string): RunId =>
  RunId.parse(made(`${run_id}:conversation:${conversation}`))

/** `key`: `trace:span` of the span, or another identifier of one execution of a node. */
export const nodeIdOf = (key: string): NodeId => NodeId.parse(made(key))
export const eventIdOf = (key: string, what: string): EventId => EventId.parse(made(`${key}:${what}`))
export const fileIdOf = (run_id: RunId, what: string): FileId => FileId.parse(made(`${run_id}:file:${what}`))
export const messageIdOf = (run_id: RunId, what: string): MessageId =>
  MessageId.parse(made(`${run_id}:message:${what}`))
/** Short and free of control characters, whatever the text. */
export const shortened = (text: string): string => made(`text:${text}`)
