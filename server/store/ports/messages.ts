import type { Message, MessageRow } from '#contract/entities.ts'
import type { MessageId, NodeRef, RunId } from '#contract/ids.ts'
import type { PageRequest, Slice } from './page.ts'

/** Bytes of a name that a flow may have. Longer than any name of a node, and short enough to hold one for each message. */
export const FLOW_NAME_BYTES_MAX = 1000

/** Messages of one node (or of none) from one sender to one recipient, as far as they were recorded. */
export type MessageFlow = Pick<Message, 'node_id' | 'sender' | 'recipient'>

export interface MessageRepository {
  /** By timestamp (missing last), then message_id. */
  listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<MessageRow>>
  /** `flows`: only messages of one of these; all messages where it is undefined. */
  listMessagesForRun(
    run_id: RunId,
    filter: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<MessageRow>>
  /** The whole of it, however long its content is. */
  findMessage(run_id: RunId, message_id: MessageId): Promise<Message | undefined>
  /**
   * Every flow of the run with the number of its messages, in no particular order. A sender or recipient of more than
   * `FLOW_NAME_BYTES_MAX` bytes names nobody, and its messages are of no flow.
   */
  countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]>
}
