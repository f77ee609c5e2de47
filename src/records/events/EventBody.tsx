import { Button } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import type { ExecutionEvent } from '#contract/entities.ts'
import type { JsonObject } from '#contract/json.ts'
import { AnsiText } from '#src/ui/viewers/text/AnsiText.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { RawJson } from '#src/ui/viewers/json/RawJson.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { CallChat } from './chat/CallChat.tsx'
import { chatOf } from './chat/chatOf.ts'
import sectionStyles from './section.module.css'
import styles from './EventBody.module.css'
import { EventPayload } from './EventPayload.tsx'
import type { Payloads } from './payloadParts.ts'
import { isToolCall, toldCall } from './toolCall.ts'

type Props = {
  readonly told: Payloads & Pick<ExecutionEvent, 'error_message'>
  /** The complete record, for readers who want the raw data. */
  readonly raw: JsonObject
  /** Shown before inputs and outputs, unless a chat shows the messages. */
  readonly lead?: ReactNode
  /** Shown after everything else. */
  readonly children?: ReactNode
}

/**
 * The error, inputs and outputs of an event, or everything as JSON: a model call as a chat, a tool call as arguments
 * and result, any other event with each part in a suitable viewer.
 */
export function EventBody({ told, raw, lead, children }: Props) {
  const [isRaw, setIsRaw] = useState(false)
  // Memoised, because this may parse megabytes of JSON text.
  const chat = useMemo(() => chatOf(told), [told])
  return (
    <>
      {/* Before what it changes, so that it stays where it was pressed. */}
      <Button
        className={styles['raw']}
        size="compact-xs"
        variant="default"
        aria-pressed={isRaw}
        onClick={() => setIsRaw(!isRaw)}
      >
        {isRaw ? 'Show formatted' : 'Show raw JSON'}
      </Button>
      {told.error_message !== null && (
        <section className={sectionStyles['section']}>
          <h3 className={sectionStyles['title']}>Error</h3>
          <div className={styles['trace']}>
            <BoundedText text={told.error_message} as="terminal">
              {(shown) => <AnsiText text={shown} />}
            </BoundedText>
          </div>
        </section>
      )}
      {isRaw ? (
        <section className={sectionStyles['section']}>
          <h3 className={sectionStyles['title']}>Raw JSON</h3>
          <RawJson value={raw} />
        </section>
      ) : (
        <>
          {chat ? (
            <CallChat chat={chat} />
          ) : (
            <>
              {lead}
              <Sides told={told} />
            </>
          )}
          <TreeSection title="Meta" value={told.meta} />
          {children}
        </>
      )}
    </>
  )
}

function Sides({ told }: Pick<Props, 'told'>) {
  const call = useMemo(() => (isToolCall(told) ? toldCall(told) : undefined), [told])
  const shown = useMemo(() => (call ? { ...told, inputs: call.inputs, outputs: call.outputs } : told), [call, told])
  const of = call?.tool === undefined ? '' : ` of ${visibleText(call.tool)}`
  return (
    <>
      <EventPayload event={shown} side="inputs" title={call ? `Arguments${of}` : 'Inputs'} />
      <EventPayload event={shown} side="outputs" title={call ? 'Result' : 'Outputs'} />
    </>
  )
}

/** Fields without a dedicated viewer. */
export const TreeSection = ({ title, value }: { readonly title: string; readonly value: JsonObject }) =>
  Object.keys(value).length > 0 && (
    <section className={sectionStyles['section']}>
      <h3 className={sectionStyles['title']}>{title}</h3>
      <JsonTree value={value} name={title} />
    </section>
  )
