import { useEffect } from 'react'
import { foundRanges } from './foundRanges.ts'

/** Also used in RunSearch.module.css. */
const NAME = 'found'

/** Delay in milliseconds before the highlights follow a change in the page. */
const REST_MS = 120

/**
 * Highlights a text in the run and in the panel beside it with the CSS Custom Highlight API. The document is not
 * modified, so neither React nor the reader's selection is affected. Does nothing if the browser lacks the API.
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
