import { CornerDownRight, Wrench } from 'lucide-react'
import type { JsonValue } from '#contract/json.ts'
import { assertNever } from '#src/lib/assertNever.ts'
import { plural } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { JsonTree } from '#src/ui/viewers/json/JsonTree.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import type { ChatPart } from './ChatPart.ts'
import styles from './ChatPartView.module.css'
import { Folded } from './Folded.tsx'
import { MediaView } from './MediaView.tsx'
import { RestFields } from './RestFields.tsx'

/** System prompts repeat in every call, and begin short. */
const ASIDE = { chars: 600, lines: 8 }
const BOUND = { chars: 4000, lines: 60 }

/** One part of a turn in a suitable viewer. Texts are inert Markdown. */
export function ChatPartView({ part, isAside }: { readonly part: ChatPart; readonly isAside: boolean }) {
  switch (part.kind) {
    case 'text':
      return (
        <BoundedText text={part.text} bound={isAside ? ASIDE : BOUND}>
          {(shown) => <Markdown text={shown} />}
        </BoundedText>
      )
    case 'reasoning':
      return (
        <Folded summary={`Reasoning, ${plural(part.text.length, 'character')}`}>
          <BoundedText text={part.text}>{(shown) => <Markdown text={shown} />}</BoundedText>
        </Folded>
      )
    case 'call':
      return (
        <div className={styles['tool']}>
          <p className={styles['head']}>
            <Wrench size={13} aria-hidden />
            <span>Calls {named(part.name)}</span>
            {part.id !== undefined && <code className={styles['id']}>{visibleText(part.id)}</code>}
          </p>
          <Value value={part.value} name="Arguments" missing="No arguments." />
        </div>
      )
    case 'result':
      return (
        <div className={styles['tool']} data-error={part.isError || undefined}>
          <p className={styles['head']}>
            <CornerDownRight size={13} aria-hidden />
            <span>
              {part.isError ? 'Error' : 'Result'} of {named(part.name)}
            </span>
            {part.id !== undefined && <code className={styles['id']}>{visibleText(part.id)}</code>}
          </p>
          <Value value={part.value} name="Result" missing="Empty result." />
        </div>
      )
    case 'image':
    case 'file':
      return <MediaView part={part} />
    case 'json':
      return <JsonTree value={part.value} name="Part of the message" />
    case 'rest':
      return <RestFields value={part.value} name="Other fields" />
    default:
      return assertNever(part)
  }
}

const named = (name: string | undefined) => <strong>{name === undefined ? 'a tool' : visibleText(name)}</strong>

type ValueProps = { readonly value: JsonValue | undefined; readonly name: string; readonly missing: string }

/** What tools are given and return is shown verbatim. */
function Value({ value, name, missing }: ValueProps) {
  if (value === undefined || value === null) return <p className="dim">{missing}</p>
  if (typeof value === 'string') return <BoundedText text={value}>{(shown) => <PlainText text={shown} />}</BoundedText>
  return <JsonTree value={value} name={name} />
}
