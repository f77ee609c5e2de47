import type { MessageRow } from '#contract/entities.ts'
import type { EventId, NodeRef } from '#contract/ids.ts'

/**
 * The actions of a message's parts. Provided by the view that shows it, because these components know nothing about
 * navigation.
 */
export type MessageActions = {
  /** The link to the node; undefined if all visible messages belong to one node. */
  readonly node: { readonly labelOf: (node: NodeRef) => string; readonly open: (node: NodeRef) => void } | undefined
  readonly openEvent: (message: MessageRow, event_id: EventId) => void
  /** Selects the message, so that the URL links to it. */
  readonly choose: (message: MessageRow) => void
  /** The label of that action: "Link to this message". */
  readonly chooseWords: string
}
