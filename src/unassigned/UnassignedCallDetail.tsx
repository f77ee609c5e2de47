import type { UnassignedCall, SpanRef } from '#contract/telemetry.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { formatCost, formatCount, formatDuration, formatExact } from '#src/lib/format.ts'
import { DetailSkeleton } from '#src/records/events/DetailSkeleton.tsx'
import { EventBody, TreeSection } from '#src/records/events/EventBody.tsx'
import { Fact, Facts } from '#src/records/events/Facts.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { CopyableId } from '#src/ui/controls/CopyableId.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useQuery } from '@tanstack/react-query'
import { callToken } from './callToken.ts'
import styles from './UnassignedCallDetail.module.css'

/** One unassigned call in full: prompt, answer, and everything in its span. */
export function UnassignedCallDetail({ call }: { readonly call: SpanRef }) {
  const query = useQuery(globalQueries.unassignedCall(call))
  return (
    <div className={styles['detail']}>
      <PanelFace what="This call" query={query} skeleton={<DetailSkeleton />}>
        {(whole) => (
          <>
            <h3 className={styles['headline']}>{visibleText(whole.headline)}</h3>
            <CallFacts call={whole} />
            <EventBody told={whole} raw={whole} lead={<Asked messages={whole.messages} />}>
              <TreeSection title="Span attributes" value={whole.attributes} />
            </EventBody>
          </>
        )}
      </PanelFace>
    </div>
  )
}

/** The prompt as readable text; the inputs below contain it as it was sent. */
const Asked = ({ messages }: Pick<UnassignedCall, 'messages'>) =>
  messages.length > 0 && (
    <section className={styles['asked']}>
      <h3>Input messages</h3>
      <ol>
        {messages.map(({ role, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- messages have no id and never change
          <li key={index}>
            <span className={styles['role']}>{visibleText(role)}</span>
            <BoundedText text={text}>{(shown) => <Markdown text={shown} />}</BoundedText>
          </li>
        ))}
      </ol>
    </section>
  )

function CallFacts({ call }: { readonly call: UnassignedCall }) {
  const text = (name: string, value: string | null) => value && <Fact name={name}>{visibleText(value)}</Fact>
  return (
    <Facts>
      <Fact name="Kind">{callToken(call.kind).word}</Fact>
      <Fact name="Status">
        <StatusMark status={call.status} size={13} />
      </Fact>
      {text('Model', call.model)}
      {text('Service', call.service)}
      <Fact name="Started">{formatExact(call.started_at)}</Fact>
      {call.duration_ms !== null && <Fact name="Duration">{formatDuration(call.duration_ms)}</Fact>}
      {call.input_tokens !== null && <Fact name="Input tokens">{formatCount(call.input_tokens)}</Fact>}
      {call.output_tokens !== null && <Fact name="Output tokens">{formatCount(call.output_tokens)}</Fact>}
      {call.cost_usd !== null && <Fact name="Cost">{formatCost(call.cost_usd)}</Fact>}
      {text('Span', call.span_name)}
      {text('Instrumentation', call.scope_name)}
      <Fact name="Trace id">
        <CopyableId what="trace id" id={call.trace_id} />
      </Fact>
      <Fact name="Span id">
        <CopyableId what="span id" id={call.span_id} />
      </Fact>
    </Facts>
  )
}
