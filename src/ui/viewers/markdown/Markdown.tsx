import { lazy } from 'react'
import { PlainText } from '../text/PlainText.tsx'
import { Viewer } from '../Viewer.tsx'
import { WholeText } from '../text/WholeText.tsx'

const RenderedMarkdown = lazy(() => import('./RenderedMarkdown.tsx'))
const LongMarkdown = lazy(() => import('./LongMarkdown.tsx'))

/** Characters that are parsed on the page, since a list of messages must not flicker: some milliseconds, and 200 at the very worst. */
const AT_ONCE = 1600

/** Characters beyond which Markdown is shown as the lines that it is: to render it would hold up the page. */
export const MARKDOWN_MAX = 50_000

/** Markdown that somebody else wrote: HTML as the text that it is, no images from elsewhere, links to the web only. */
export function Markdown({ text }: { readonly text: string }) {
  if (text.length > MARKDOWN_MAX) return <WholeText text={text} what="Markdown" lines="wrapped" />
  return (
    <Viewer plainly={<PlainText text={text} face="prose" />}>
      {text.length > AT_ONCE ? <LongMarkdown text={text} /> : <RenderedMarkdown text={text} />}
    </Viewer>
  )
}
