import type { MouseEvent } from 'react'
import styles from './SkipLink.module.css'

/** The id of the page's main content. */
export const CONTENT = 'content'

/** The card of the graph that Tab would reach. */
const CARD = '[data-card-id][tabindex="0"]'

/** Skips the header and the list, visible while it has the focus: to the graph, or to whatever the page shows. */
export function SkipLink({ isGraph }: { readonly isGraph: boolean }) {
  const skip = (event: MouseEvent) => {
    event.preventDefault()
    const content = document.getElementById(CONTENT)
    const card = isGraph ? content?.querySelector<HTMLElement>(CARD) : undefined
    ;(card ?? content)?.focus()
  }
  return (
    <a href={`#${CONTENT}`} className={styles['skip']} onClick={skip}>
      {isGraph ? 'Skip to the graph' : 'Skip to the content'}
    </a>
  )
}
