import type { MessageRow } from '#contract/entities.ts'
import type { EventId, NodeRef } from '#contract/ids.ts'

/** Where the parts of a message lead. Given by whoever shows it, since these views know nothing of navigation. */
export type MessageActions = {
  /** The node as a place to go to; undefined where all messages in view are of one node. */
  readonly node: { readonly labelOf: (node: NodeRef) => string; readonly open: (node: NodeRef) => void } | undefined
  readonly openEvent: (message: MessageRow, event_id: EventId) => void
  /** Marks the message, so that the address leads to it. */
  readonly choose: (message: MessageRow) => void
  /** What choosing does, in words: "Link to this message". */
  readonly chooseWords: string
}
