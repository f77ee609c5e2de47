import { useQuery } from '@tanstack/react-query'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import type { EventId, NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import type { NodeTab } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { DialogHeader } from './DialogHeader.tsx'
import { DialogTools, type Neighbours } from './DialogTools.tsx'
import { useMaximised } from './maximisedStore.ts'
import styles from './NodeActionDialog.module.css'
import { NodeTabs } from './NodeTabs.tsx'
import { ResizeHandle } from './ResizeHandle.tsx'

type Props = {
  readonly nodeRef: NodeRef
  readonly tab: NodeTab
  /** The event opened on the Events tab. */
  readonly event_id: EventId | undefined
  /** The previous and next node in graph order. */
  readonly neighbours: Neighbours
  /** The Timeline tab: the run's timeline restricted to this node, rendered by another feature. */
  readonly timeline: ReactNode
  /** The status of the run's live updates, if the dialog covers its usual place. */
  readonly liveMark: ReactNode
}

/**
 * One node of one run: its summary, events, files and messages. Not modal, so that the graph beside it stays usable.
 * It fills its container. Render it with the node's key, because all its state belongs to that node.
 *
 * Keys while it has the focus: Escape closes, `[` and `]` go to the previous and next node.
 */
export function NodeActionDialog({ nodeRef, tab, event_id, neighbours, timeline, liveMark }: Props) {
  const headingId = useId()
  const isMaximised = useMaximised()
  const openNode = useNavigation((state) => state.openNode)
  const closeDock = useNavigation((state) => state.closeDock)
  const detail = useQuery(nodeQueries.detail(nodeRef))

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || isChord(event) || !isForDialog(event)) return
    if (event.key === 'Escape') closeDock()
    else if (isTextField(event.target)) return
    else if (event.key === '[' && neighbours.previous) openNode(neighbours.previous)
    else if (event.key === ']' && neighbours.next) openNode(neighbours.next)
    else return
    // The graph handles Escape too, and one press must do only one thing.
    event.stopPropagation()
    event.preventDefault()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog handles Escape wherever the focus is in it
    <section
      role="dialog"
      aria-modal={false}
      aria-labelledby={headingId}
      className={styles['dialog']}
      data-maximised={isMaximised || undefined}
      onKeyDown={onKeyDown}
    >
      {!isMaximised && <ResizeHandle />}
      <DialogHeader
        nodeRef={nodeRef}
        headingId={headingId}
        query={detail}
        liveMark={liveMark}
        tools={<DialogTools nodeRef={nodeRef} neighbours={neighbours} />}
      />
      <NodeTabs
        nodeRef={nodeRef}
        tab={tab}
        event_id={event_id}
        node={detail.error ? undefined : detail.data?.item}
        timeline={timeline}
      />
    </section>
  )
}

/**
 * Menus are rendered elsewhere in the page, but their key events bubble here. A key pressed in or on an open menu
 * belongs to the menu.
 */
function isForDialog({ currentTarget, target }: KeyboardEvent<HTMLElement>): boolean {
  return (
    target instanceof Element &&
    currentTarget.contains(target) &&
    !target.closest('[aria-expanded="true"][aria-haspopup]')
  )
}

const isTextField = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** AltGr, which many keyboard layouts need for a bracket, is reported as Ctrl and Alt on some systems. */
const isChord = (event: KeyboardEvent): boolean =>
  event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'))
