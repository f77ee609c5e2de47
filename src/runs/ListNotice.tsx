import type { ReactNode } from 'react'
import styles from './RunList.module.css'

/** The room of the list for what stands in place of its rows. */
export const ListNotice = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles['notice']}>{children}</div>
)
