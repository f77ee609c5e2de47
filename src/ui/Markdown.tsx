import { lazy } from 'react'
import { PlainText } from './PlainText.tsx'
import { Viewer } from './Viewer.tsx'

const RenderedMarkdown = lazy(() => import('./RenderedMarkdown.tsx'))

/** Characters beyond which Markdown is shown as the text that it is. */
const RENDER_MAX = 200_000

/** Markdown that somebody else wrote: no raw HTML, no images from elsewhere, links to the web only. */
export function Markdown({ text }: { readonly text: string }) {
  const plainly = <PlainText text={text} face="prose" />
  if (text.length > RENDER_MAX) return plainly
  return (
    <Viewer plainly={plainly}>
      <RenderedMarkdown text={text} />
    </Viewer>
  )
}
