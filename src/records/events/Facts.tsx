import type { ReactNode } from 'react'
import styles from './Facts.module.css'

/** Short facts about an event, side by side. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={styles['facts']}>{children}</dl>

export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
