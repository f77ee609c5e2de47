import { useMemo } from 'react'
import { assertNever } from '#src/lib/assertNever.ts'
import { AnsiText } from '#src/ui/viewers/text/AnsiText.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import sectionStyles from './section.module.css'
import styles from './EventPayload.module.css'
import { payloadParts, type PayloadPart, type Payloads } from './payloadParts.ts'

type Props = { readonly event: Payloads; readonly side: 'inputs' | 'outputs'; readonly title: string }

/** The inputs or outputs of an event, each part in a suitable viewer. */
export function EventPayload({ event, side, title }: Props) {
  // Memoised, because this may parse megabytes of JSON text.
  const parts = useMemo(() => payloadParts(event, side), [event, side])
  return (
    <section className={sectionStyles['section']}>
      <h3 className={sectionStyles['title']}>{title}</h3>
      {parts.length === 0 && <p className="dim">None recorded.</p>}
      {parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts are identified by index: a field may have an empty name, like the remainder
        <div key={index} className={styles['part']}>
          {part.label !== '' && <span className={styles['label']}>{visibleText(part.label)}</span>}
          <Part part={part} title={title} />
        </div>
      ))}
    </section>
  )
}

function Part({ part, title }: { readonly part: PayloadPart } & Pick<Props, 'title'>) {
  switch (part.kind) {
    case 'code':
      return (
        <BoundedText text={part.text} as="code">
          {(shown) => <CodeBlock code={shown} language={part.language} whole={part.text} />}
        </BoundedText>
      )
    case 'markdown':
      return <BoundedText text={part.text}>{(shown) => <Markdown text={shown} />}</BoundedText>
    case 'terminal':
      return (
        <div className={styles['output']}>
          <BoundedText text={part.text} as="terminal">
            {(shown) => <AnsiText text={shown} />}
          </BoundedText>
        </div>
      )
    case 'text':
      return (
        <div className={styles['output']}>
          <BoundedText text={part.text}>{(shown) => <PlainText text={shown} />}</BoundedText>
        </div>
      )
    case 'json':
      return <JsonTree value={part.value} name={part.label || title} />
    default:
      return assertNever(part)
  }
}
