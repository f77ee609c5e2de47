import { useEffect, useState } from 'react'
import { parseInWorker } from './markdownClient.ts'
import type { MarkdownTree } from './markdownTree.ts'
import { PlainText } from '../text/PlainText.tsx'
import { MarkdownBody } from './RenderedMarkdown.tsx'

/** The result for a text; ignored if another text is shown meanwhile. */
type Parsed = { readonly text: string; readonly tree: MarkdownTree | undefined }

/**
 * Markdown parsed in a worker. Shown as plain text until then, and permanently if parsing fails. A default export,
 * because it is lazy-loaded.
 */
export default function LongMarkdown({ text }: { readonly text: string }) {
  const [parsed, setParsed] = useState<Parsed>()
  useEffect(() => {
    const over = new AbortController()
    parseInWorker(text, over.signal).then(
      (tree) => setParsed({ text, tree }),
      () => !over.signal.aborted && setParsed({ text, tree: undefined }),
    )
    return () => over.abort()
  }, [text])
  if (parsed?.text !== text) return <PlainText text={text} face="prose" />
  if (parsed.tree) return <MarkdownBody tree={parsed.tree} />
  return (
    <>
      <p className="dim">Shown as it was written: it is too intricate to be rendered.</p>
      <PlainText text={text} face="prose" />
    </>
  )
}
