import { useEffect, useState } from 'react'
import type { Outcome } from '#src/lib/askWorker.ts'
import { parseInWorker } from './markdownClient.ts'
import type { MarkdownTree } from './markdownTree.ts'
import { PlainText } from '../text/PlainText.tsx'
import { MarkdownBody } from './RenderedMarkdown.tsx'

/** The outcome for a text; ignored if another text is shown meanwhile. */
type Parsed = { readonly text: string; readonly outcome: Outcome<MarkdownTree> }

type Props = {
  readonly text: string
  /** Tests give their own, so that they decide when and how it ends. */
  readonly parse?: typeof parseInWorker
}

/**
 * Markdown parsed in a worker. Shown as plain text until then, and permanently if parsing fails or takes too long. A
 * default export, because it is lazy-loaded.
 */
export default function LongMarkdown({ text, parse = parseInWorker }: Props) {
  const [parsed, setParsed] = useState<Parsed>()
  useEffect(() => {
    const over = new AbortController()
    void parse(text, over.signal).then((outcome) => {
      if (outcome.kind !== 'cancelled') setParsed({ text, outcome })
    })
    return () => over.abort()
  }, [text, parse])
  if (parsed?.text !== text) return <PlainText text={text} face="prose" />
  if (parsed.outcome.kind === 'done') return <MarkdownBody tree={parsed.outcome.answer} />
  return (
    <>
      <p className="dim">{whyPlain(parsed.outcome)}</p>
      <PlainText text={text} face="prose" />
    </>
  )
}

const whyPlain = (outcome: Outcome<unknown>): string =>
  outcome.kind === 'failed'
    ? `Shown as plain text, because the Markdown could not be rendered. ${outcome.why}`
    : 'Shown as plain text, because rendering the Markdown takes too long.'
