import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import type { MessageActions } from '#src/records/messages/MessageActions.ts'
import { MessageChat } from '#src/records/messages/MessageChat.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import styles from './MessagesPanel.module.css'

/** The messages of one node in one run, oldest first. */
export function MessagesPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useInfiniteQuery(nodeQueries.messages(nodeRef))
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const viewState = useRunViewState()
  const openEvent = useNavigation((state) => state.openEvent)
  const setViewState = useNavigation((state) => state.setViewState)
  const actions: MessageActions = {
    node: undefined,
    openEvent: (_, event_id) => openEvent(nodeRef, event_id),
    choose: ({ message_id }) =>
      setViewState({ messages: { as: 'chat', between: undefined, message_id } }, 'push', 'messages'),
    chooseWords: 'Show in run messages',
  }
  const { message_id } = viewState.messages
  return (
    <div className={styles['panel']}>
      <PanelFace what="The messages of this node" query={query} skeleton={<MessagesSkeleton />}>
        {({ pages }) =>
          messages.length === 0 ? (
            <Notice title="No messages.">
              <p>This node has no messages in this run.</p>
            </Notice>
          ) : (
            <MessageChat
              messages={messages}
              total={pages.at(-1)?.total ?? messages.length}
              pages={query}
              // The run's selected message may belong to another node; then none is highlighted here.
              chosen={messages.some((message) => message.message_id === message_id) ? message_id : undefined}
              actions={actions}
            />
          )
        }
      </PanelFace>
    </div>
  )
}

function MessagesSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={84} />
      <Skeleton height={84} />
    </div>
  )
}
