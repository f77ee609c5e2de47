import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Notice.module.css'

type Props = {
  readonly tone?: 'plain' | 'failure'
  readonly title: string
  readonly children?: ReactNode
  readonly action?: { readonly label: string; readonly onClick: () => void }
}

/** Replaces a panel's content: that there is none, or why it cannot be shown. */
export function Notice({ tone = 'plain', title, children, action }: Props) {
  return (
    <div className={styles['notice']} data-tone={tone} role={tone === 'failure' ? 'alert' : undefined}>
      <p className={styles['title']}>{title}</p>
      {children !== undefined && <div className={styles['body']}>{children}</div>}
      {action && (
        <Button size="xs" variant="default" onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  )
}
