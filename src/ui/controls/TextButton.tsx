import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './TextButton.module.css'

type Props = { readonly onClick: () => void; readonly children: ReactNode; readonly tabIndex?: number }

/** A button within a line of text. */
export const TextButton = ({ children, ...props }: Props) => (
  <UnstyledButton className={styles['button']} {...props}>
    {children}
  </UnstyledButton>
)
