import { useEffect } from 'react'
import { foundRanges } from './foundRanges.ts'

/** Named in RunSearch.module.css. */
const NAME = 'found'

/** Milliseconds of rest in the page after which the marks follow what has changed in it. */
const REST_MS = 120

/**
 * Marks a text wherever it stands in the run and in what is open beside it, by the CSS Custom Highlight API: the document is
 * not changed, so that neither React nor the reader's selection is disturbed. Where the browser does not know it, nothing is marked.
 */
export function useFoundText(find: string): void {
  useEffect(() => {
    if (find === '' || typeof Highlight === 'undefined' || !('highlights' in CSS)) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const mark = () => {
      timer = undefined
      const roots = [...document.querySelectorAll('main, aside')]
      CSS.highlights.set(NAME, new Highlight(...foundRanges(roots, find)))
    }
    const markSoon = () => {
      timer ??= setTimeout(mark, REST_MS)
    }
    const observer = new MutationObserver(markSoon)
    observer.observe(document.body, { childList: true, characterData: true, subtree: true })
    markSoon()
    return () => {
      observer.disconnect()
      clearTimeout(timer)
      CSS.highlights.delete(NAME)
    }
  }, [find])
}
