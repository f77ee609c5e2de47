import type { EventId, MessageId, NodeId, RunId } from '#contract/ids.ts'
import type { RunOverview } from '#contract/runOverview.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { lastTurn } from '#src/records/events/chat/lastTurn.ts'
import { ChatPartView } from '#src/records/events/chat/ChatPartView.tsx'
import { EventPayload } from '#src/records/events/EventPayload.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ExecutionEvent } from '#contract/entities.ts'
import styles from './Answer.module.css'

type Props = {
  readonly overview: Pick<RunOverview, 'last_output' | 'last_message'>
  readonly labels: ReadonlyMap<NodeId, string>
}

/** What a run came to: its latest message or output, whichever is later. */
export function Answer({ overview: { last_output, last_message }, labels }: Props) {
  const isMessage = last_message !== null && (last_output === null || (last_message.at ?? '') >= (last_output.at ?? ''))
  const from = (node_id: NodeId | null) =>
    node_id === null ? '' : ` of ${labels.get(node_id) ?? visibleText(node_id)}`
  if (isMessage)
    return (
      <section>
        <h2>Last message{from(last_message.node_id)}</h2>
        <MessageText {...last_message} />
      </section>
    )
  if (last_output)
    return (
      <section>
        <h2>Final output{from(last_output.node_id)}</h2>
        <OutputOf {...last_output} />
      </section>
    )
  return (
    <section>
      <h2>Final output</h2>
      <p className="dim">No output or message was recorded.</p>
    </section>
  )
}

function MessageText({ run_id, message_id }: { readonly run_id: RunId; readonly message_id: MessageId }) {
  const query = useQuery(runQueries.message(run_id, message_id))
  const { messages } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  return (
    <PanelFace what="The last message" query={query} skeleton={<Skeleton height={96} />}>
      {({ sender, recipient, content }) => (
        <>
          {(sender ?? recipient) !== null && (
            <p className={styles['by']}>
              {visibleText([sender, recipient].filter((name) => name !== null).join(' → '))}
            </p>
          )}
          <div className={styles['text']}>
            <BoundedText text={content}>{(shown) => <Markdown text={shown} />}</BoundedText>
          </div>
          <p>
            <TextButton onClick={() => setViewState({ messages: { ...messages, message_id } }, 'push', 'messages')}>
              Open in messages
            </TextButton>
          </p>
        </>
      )}
    </PanelFace>
  )
}

type OutputProps = { readonly run_id: RunId; readonly event_id: EventId; readonly node_id: NodeId | null }

function OutputOf({ run_id, event_id, node_id }: OutputProps) {
  const query = useQuery(runQueries.event(run_id, event_id))
  const openEvent = useOpenEvent()
  return (
    <PanelFace what="The final output" query={query} skeleton={<Skeleton height={96} />}>
      {(event) => (
        <>
          <OutputText event={event} />
          <p>
            <TextButton onClick={() => openEvent({ run_id, event_id, node_id })}>Open this event</TextButton>
          </p>
        </>
      )}
    </PanelFace>
  )
}

/** The last message of a conversation; any other output as its event shows it. */
function OutputText({ event }: { readonly event: ExecutionEvent }) {
  // Memoised, because this may parse megabytes of JSON text.
  const turn = useMemo(() => lastTurn(event.outputs), [event])
  if (!turn) return <EventPayload event={event} side="outputs" title="Output" />
  return (
    <div className={styles['text']}>
      {turn.parts.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts have no id and never change
        <ChatPartView key={at} part={part} isAside={false} />
      ))}
    </div>
  )
}
