import { useState, type ReactNode } from 'react'
import styles from './Folded.module.css'

type Props = { readonly summary: ReactNode; readonly children: ReactNode }

/** A disclosure whose content is drawn only while it is open. */
export function Folded({ summary, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className={styles['folded']} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles['summary']}>{summary}</summary>
      {isOpen && <div className={styles['content']}>{children}</div>}
    </details>
  )
}
