import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './TextButton.module.css'

type Props = { readonly onClick: () => void; readonly children: ReactNode }

/** A button that stands in a line of text. */
export const TextButton = ({ onClick, children }: Props) => (
  <UnstyledButton className={styles['button']} onClick={onClick}>
    {children}
  </UnstyledButton>
)
