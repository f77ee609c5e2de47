import type { EventRow, PayloadPreview } from '#contract/entities.ts'
import { formatBytes, spoken } from '#src/lib/format.ts'
import { PlainText } from '#src/ui/PlainText.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { Moment } from '#src/ui/Moment.tsx'
import styles from './EventDetail.module.css'

/** An event without a node, unfolded in place: what its row of the list knows, as plain text. */
export function EventDetail({ event }: { readonly event: EventRow }) {
  const {
    event_type,
    event_subtype,
    agent_name,
    timestamp,
    started_at,
    error_message,
    inputs_preview,
    outputs_preview,
  } = event
  return (
    <div className={styles['detail']}>
      <p className={styles['headline']}>{visibleText(event.headline || spoken(event_type))}</p>
      <p className="dim">
        {visibleText(spoken(event_type))}
        {event_subtype !== null && `, ${visibleText(spoken(event_subtype))}`}
        {agent_name && ` · ${visibleText(agent_name)}`}
        {' · '}
        <Moment at={started_at ?? timestamp} form="minute" />
      </p>
      {error_message !== null && <Passage name="Error" text={error_message} />}
      {inputs_preview && <Preview name="Inputs" preview={inputs_preview} />}
      {outputs_preview && <Preview name="Outputs" preview={outputs_preview} />}
      {error_message === null && !inputs_preview && !outputs_preview && (
        <p className="dim">This event recorded neither inputs nor outputs.</p>
      )}
    </div>
  )
}

function Preview({ name, preview: { text, bytes } }: { readonly name: string; readonly preview: PayloadPreview }) {
  const cut = new TextEncoder().encode(text).length < bytes
  return <Passage name={cut ? `${name}, the beginning of ${formatBytes(bytes)}` : name} text={text} />
}

function Passage({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className={styles['passage']} data-name={name}>
      <span className={styles['name']}>{name}</span>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div className={styles['text']} role="region" aria-label={name} tabIndex={0}>
        <PlainText text={text} />
      </div>
    </div>
  )
}
