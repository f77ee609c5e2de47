import type { MessageRow } from '#contract/entities.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { RunViewState } from '#src/navigation/runViewState.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import type { MessageActions } from '#src/records/messages/MessageActions.ts'
import { MessageChat } from '#src/records/messages/MessageChat.tsx'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { MessageSequence } from './MessageSequence.tsx'
import { MessagesToolbar } from './MessagesToolbar.tsx'
import styles from './RunMessages.module.css'

type Props = { readonly run_id: RunId; readonly nodes: readonly EnrichedNode[] }

/**
 * The messages between the agents of a run, as a conversation or as a sequence diagram; all of them, or those between
 * two nodes.
 */
export function RunMessages({ run_id, nodes }: Props) {
  const { as, between, message_id } = useRunViewState().messages
  const query = useInfiniteQuery(runQueries.messages(run_id, between))
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const labels = useMemo(() => new Map(nodes.map((node) => [node.node_id, nodeLabel(node)])), [nodes])
  const labelOf = ({ node_id }: Pick<NodeRef, 'node_id'>) => labels.get(node_id) ?? nodeLabel({ label: '', node_id })
  const { change, actions } = useMessageActions(run_id, labelOf)
  const ends = between && ([labelOf({ node_id: between.from }), labelOf({ node_id: between.to })] as const)
  return (
    <div className={styles['messages']}>
      <MessagesToolbar
        as={as}
        total={query.error ? undefined : query.data?.pages.at(-1)?.total}
        between={ends}
        onForm={(form) => change({ as: form })}
        onAll={() => change({ between: undefined }, 'push')}
      />
      <PanelFace what="The messages of this run" query={query} skeleton={<MessagesSkeleton />}>
        {({ pages }) => {
          if (messages.length === 0)
            return ends ? (
              <Notice
                title={`No messages between ${ends[0]} and ${ends[1]}.`}
                action={{ label: 'Show all messages', onClick: () => change({ between: undefined }, 'push') }}
              >
                <p>This run may have other messages.</p>
              </Notice>
            ) : (
              <Notice title="No messages.">
                <p>This run has no messages.</p>
              </Notice>
            )
          const list = {
            messages,
            total: pages.at(-1)?.total ?? messages.length,
            pages: query,
            chosen: message_id,
          }
          // Another list starts fresh, with its own scroll position and row heights.
          const key = JSON.stringify(between ?? null)
          return as === 'chat' ? (
            <MessageChat key={key} {...list} actions={actions} />
          ) : (
            <MessageSequence
              key={key}
              {...list}
              labelOf={labelOf}
              onChoose={(message) => change({ as: 'chat', message_id: message.message_id }, 'push')}
            />
          )
        }}
      </PanelFace>
    </div>
  )
}

function useMessageActions(run_id: RunId, labelOf: (node: NodeRef) => string) {
  const { messages } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const openNode = useNavigation((state) => state.openNode)
  const openEvent = useNavigation((state) => state.openEvent)
  const openRunEvent = useNavigation((state) => state.openRunEvent)
  const change = (part: Partial<RunViewState['messages']>, how?: 'push') =>
    setViewState({ messages: { ...messages, ...part } }, how)
  const actions: MessageActions = {
    node: { labelOf, open: openNode },
    openEvent: ({ node_id }: MessageRow, event_id) =>
      node_id === null ? openRunEvent(run_id, event_id) : openEvent({ run_id, node_id }, event_id),
    choose: ({ message_id }) => change({ message_id }),
    chooseWords: 'Link to this message',
  }
  return { change, actions }
}

function MessagesSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={72} />
      <Skeleton height={72} />
      <Skeleton height={72} />
    </div>
  )
}
