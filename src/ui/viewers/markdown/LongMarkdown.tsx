import { useEffect, useState } from 'react'
import { parseInWorker } from './markdownClient.ts'
import type { MarkdownTree } from './markdownTree.ts'
import { PlainText } from '../text/PlainText.tsx'
import { MarkdownBody } from './RenderedMarkdown.tsx'

/** What became of a text; of another text than the one in view it says nothing. */
type Parsed = { readonly text: string; readonly tree: MarkdownTree | undefined }

/**
 * Markdown that is parsed beside the page: as it was written until then, and for good where it is too intricate. The default
 * export, since it is fetched when first needed.
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
      <p className="dim">Shown as plain text: the Markdown could not be rendered.</p>
      <PlainText text={text} face="prose" />
    </>
  )
}
