import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { useNavigation, useReading } from '#src/navigation/useNavigation.ts'
import type { MessageActions } from '#src/records/messages/MessageActions.ts'
import { MessageChat } from '#src/records/messages/MessageChat.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import styles from './MessagesPanel.module.css'

/** The messages of one node in one run, oldest first. */
export function MessagesPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useInfiniteQuery(nodeQueries.messages(nodeRef))
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const reading = useReading()
  const openEvent = useNavigation((state) => state.openEvent)
  const read = useNavigation((state) => state.read)
  const actions: MessageActions = {
    node: undefined,
    openEvent: (_, event_id) => openEvent(nodeRef, event_id),
    choose: ({ message_id }) => read({ messages: { as: 'chat', between: undefined, message_id } }, 'push', 'messages'),
    chooseWords: 'Show in the conversation of the run',
  }
  const { message_id } = reading.messages
  return (
    <div className={styles['panel']}>
      <PanelFace what="The messages of this node" query={query} skeleton={<MessagesSkeleton />}>
        {({ pages }) =>
          messages.length === 0 ? (
            <Notice title="No messages.">
              <p>Nobody sent one in this node of this run.</p>
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
