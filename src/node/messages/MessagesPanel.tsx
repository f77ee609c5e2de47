import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import type { Message } from '#contract/entities.ts'
import type { NodeRef } from '#contract/ids.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { plural } from '#src/lib/format.ts'
import { BoundedText } from '#src/ui/BoundedText.tsx'
import { CopyText } from '#src/ui/CopyText.tsx'
import { Markdown } from '#src/ui/Markdown.tsx'
import { Moment } from '#src/ui/Moment.tsx'
import { Notice } from '#src/ui/Notice.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { MoreRows } from '../MoreRows.tsx'
import { PanelFace } from '../PanelFace.tsx'
import styles from './MessagesPanel.module.css'

/** A message longer than this is folded to its beginning. */
const BOUND = { chars: 1600, lines: 24 }

/** The messages of one node in one run, oldest first. */
export function MessagesPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useInfiniteQuery(nodeQueries.messages(nodeRef))
  return (
    <div className={styles['panel']}>
      <PanelFace what="The messages of this node" query={query} skeleton={<MessagesSkeleton />}>
        {({ pages }) => {
          const messages = pages.flatMap((page) => page.items)
          const total = pages.at(-1)?.total ?? messages.length
          if (messages.length === 0)
            return (
              <Notice title="No messages.">
                <p>Nobody sent one in this node of this run.</p>
              </Notice>
            )
          return (
            <>
              <ol className={styles['list']} aria-label={plural(total, 'message')}>
                {messages.map((message) => (
                  <MessageItem key={message.message_id} message={message} />
                ))}
              </ol>
              <MoreRows what="messages" rest={total - messages.length} pages={query} />
            </>
          )
        }}
      </PanelFace>
    </div>
  )
}

function MessageItem({ message }: { readonly message: Message }) {
  return (
    <li className={styles['message']}>
      <div className={styles['head']}>
        <Party name={message.sender} missing="unknown sender" />
        <ArrowRight size={13} aria-label="to" className="dim" />
        <Party name={message.recipient} missing="unknown recipient" />
        <span className={styles['meta']}>
          {message.tokens !== null && <span>{plural(message.tokens, 'token')}</span>}
          <Moment at={message.timestamp} form="minute" />
          <CopyText text={message.content} what="message" />
        </span>
      </div>
      {message.content.trim() === '' ? (
        <p className="dim">An empty message.</p>
      ) : (
        <BoundedText text={message.content} bound={BOUND}>
          {(shown) => <Markdown text={shown} />}
        </BoundedText>
      )}
    </li>
  )
}

function Party({ name, missing }: { readonly name: string | null; readonly missing: string }) {
  if (!name) return <span className="dim">{missing}</span>
  return (
    <span className={styles['party']} title={visibleText(name)}>
      {visibleText(name)}
    </span>
  )
}

function MessagesSkeleton() {
  return (
    <div className={styles['list']}>
      <Skeleton height={84} />
      <Skeleton height={84} />
    </div>
  )
}
