import type { MessageRow } from '#contract/entities.ts'
import type { EventId, NodeId } from '#contract/ids.ts'

/**
 * The actions of a message's parts. Provided by the view that shows it, because these components know nothing about
 * navigation.
 */
export type MessageActions = {
  /** The link to the node; undefined if all visible messages belong to one node. */
  readonly node: { readonly labelOf: (node_id: NodeId) => string; readonly open: (node_id: NodeId) => void } | undefined
  readonly openEvent: (message: MessageRow, event_id: EventId) => void
  /** Selects the message, so that the URL links to it. */
  readonly choose: (message: MessageRow) => void
  /** The label of that action: "Link to this message". */
  readonly chooseWords: string
}
