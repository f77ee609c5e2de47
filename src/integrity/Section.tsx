import { formatCount } from '#src/lib/format.ts'
import { useId, type ReactNode } from 'react'
import styles from './Section.module.css'

type Props = { readonly title: string; readonly count: number; readonly children: ReactNode }

/** A section of the report with its heading and a count. */
export function Section({ title, count, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles['section']}>
      <h2 id={id}>
        {title} <span className={styles['count']}>{formatCount(count)}</span>
      </h2>
      {children}
    </section>
  )
}
