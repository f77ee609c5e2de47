import { lazy } from 'react'
import { PlainText } from '../text/PlainText.tsx'
import { Viewer } from '../Viewer.tsx'
import { WholeText } from '../text/WholeText.tsx'

const RenderedMarkdown = lazy(() => import('./RenderedMarkdown.tsx'))
const LongMarkdown = lazy(() => import('./LongMarkdown.tsx'))

/**
 * Texts up to this many characters are parsed on the main thread, so that a list of messages does not flicker: a few
 * milliseconds, 200 in the worst case.
 */
const AT_ONCE = 1600

/** Longer Markdown, in characters, is shown as lines of text, because rendering it would block the page. */
export const MARKDOWN_MAX = 50_000

/** Untrusted Markdown: HTML is shown as text, no external images, links to the web only. */
export function Markdown({ text }: { readonly text: string }) {
  if (text.length > MARKDOWN_MAX) return <WholeText text={text} what="Markdown" lines="wrapped" />
  return (
    <Viewer plainly={<PlainText text={text} face="prose" />}>
      {text.length > AT_ONCE ? <LongMarkdown text={text} /> : <RenderedMarkdown text={text} />}
    </Viewer>
  )
}
