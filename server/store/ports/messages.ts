import type { Message, MessageRow } from '#contract/entities.ts'
import type { MessageId, NodeRef, RunId } from '#contract/ids.ts'
import type { PageRequest, Slice } from './page.ts'

/** Maximum size of a name in a flow, in bytes. Longer than any node name, and short enough to hold one per message. */
export const FLOW_NAME_BYTES_MAX = 1000

/** Messages of one node (or of none) from one sender to one recipient; fields that were not recorded are null. */
export type MessageFlow = Pick<Message, 'node_id' | 'sender' | 'recipient'>

export interface MessageRepository {
  /** Sorted by timestamp (missing last), then message_id. */
  listMessagesForNodeInRun(ref: NodeRef, page: PageRequest): Promise<Slice<MessageRow>>
  /** `flows`: only messages of these flows; undefined for all messages. */
  listMessagesForRun(
    run_id: RunId,
    filter: { readonly flows?: readonly MessageFlow[] | undefined },
    page: PageRequest,
  ): Promise<Slice<MessageRow>>
  /** The complete message, however long its content. */
  findMessage(run_id: RunId, message_id: MessageId): Promise<Message | undefined>
  /**
   * Every flow of the run with its number of messages, unordered. A sender or recipient of more than
   * `FLOW_NAME_BYTES_MAX` bytes is not a name and is null here.
   */
  countMessageFlows(run_id: RunId): Promise<readonly (MessageFlow & { readonly count: number })[]>
}
